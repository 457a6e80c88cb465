package io.millrace.kinesis.stream;

import io.millrace.stream.Shard;
import io.millrace.stream.StreamDescription;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import java.util.List;

/** Streams as replies show them: ACTIVE, not encrypted, without shard-level metrics. */
final class StreamFormat {

    private static final WireName DESCRIPTION = WireName.of("StreamDescription"), SUMMARY = WireName.of("StreamDescriptionSummary"),
            NAME = WireName.of("StreamName"), ARN = WireName.of("StreamARN"), STATUS = WireName.of("StreamStatus"),
            MODE_DETAILS = WireName.of("StreamModeDetails"), MODE = WireName.of("StreamMode"), SHARDS = WireName.of("Shards"),
            MORE_SHARDS = WireName.of("HasMoreShards"), RETENTION = WireName.of("RetentionPeriodHours"),
            CREATED = WireName.of("StreamCreationTimestamp"), MONITORING = WireName.of("EnhancedMonitoring"),
            METRICS = WireName.of("ShardLevelMetrics"), ENCRYPTION = WireName.of("EncryptionType"), OPEN_SHARDS = WireName.of("OpenShardCount"),
            CONSUMERS = WireName.of("ConsumerCount"), RECORD_SIZE = WireName.of("MaxRecordSizeInKiB");
    private static final String ACTIVE = "ACTIVE", NONE = "NONE";
    private static final int KIB = 1024;
    static final int STREAM_BYTES = 768;

    private StreamFormat() {
    }

    /** A DescribeStream's answer. */
    static void writeDescription(StreamDescription stream, String arn, List<Shard> shards, boolean more, WireWriter out) {
        out.beginObject();
        out.name(DESCRIPTION);
        out.beginObject();
        writeNames(stream, arn, out);
        writeShards(SHARDS, shards, out);
        out.member(MORE_SHARDS, more);
        writeState(stream, out);
        out.endObject();
        out.endObject();
    }

    static void writeShards(WireName name, List<Shard> shards, WireWriter out) {
        out.name(name);
        out.beginList();
        shards.forEach(shard -> ShardFormat.write(shard, out));
        out.endList();
    }

    /** A DescribeStreamSummary's answer. */
    static void writeSummary(StreamDescription stream, String arn, WireWriter out) {
        out.beginObject();
        out.name(SUMMARY);
        out.beginObject();
        writeNames(stream, arn, out);
        writeState(stream, out);
        out.member(OPEN_SHARDS, stream.shards().stream().filter(Shard::isOpen).count());
        out.member(CONSUMERS, 0);
        out.member(RECORD_SIZE, stream.recordBytesMax() / KIB);
        out.endObject();
        out.endObject();
    }

    /** An entry of a ListStreams. */
    static void writeListed(StreamDescription stream, String arn, WireWriter out) {
        out.beginObject();
        writeNames(stream, arn, out);
        writeCreated(stream, out);
        out.endObject();
    }

    private static void writeNames(StreamDescription stream, String arn, WireWriter out) {
        out.member(NAME, stream.name().value());
        out.member(ARN, arn);
        out.member(STATUS, ACTIVE);
        out.name(MODE_DETAILS);
        out.beginObject();
        out.member(MODE, stream.mode().name());
        out.endObject();
    }

    private static void writeState(StreamDescription stream, WireWriter out) {
        out.member(RETENTION, stream.retention().toHours());
        writeCreated(stream, out);
        out.name(MONITORING);
        out.beginList();
        out.beginObject();
        out.name(METRICS);
        out.beginList();
        out.endList();
        out.endObject();
        out.endList();
        out.member(ENCRYPTION, NONE);
    }

    private static void writeCreated(StreamDescription stream, WireWriter out) {
        out.name(CREATED);
        out.timestampMillis(stream.createdAt().toEpochMilli());
    }
}
