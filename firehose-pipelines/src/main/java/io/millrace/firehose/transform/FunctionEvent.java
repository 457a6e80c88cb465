package io.millrace.firehose.transform;

import io.millrace.wire.codec.JsonWriter;
import io.millrace.wire.codec.ReplyBytes;
import io.millrace.wire.codec.WireName;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The event of a transform function. Shape: developer guide, "Data transformation", and KinesisFirehoseEvent of aws-lambda-java-events. Pure. */
final class FunctionEvent {

    private static final WireName INVOCATION = WireName.of("invocationId"), STREAM = WireName.of("deliveryStreamArn"),
            SOURCE = WireName.of("sourceKinesisStreamArn"), REGION = WireName.of("region"), RECORDS = WireName.of("records"),
            RECORD_ID = WireName.of("recordId"), ARRIVAL = WireName.of("approximateArrivalTimestamp"), DATA = WireName.of("data"),
            METADATA = WireName.of("kinesisRecordMetadata"), SEQUENCE = WireName.of("sequenceNumber"), SUB_SEQUENCE = WireName.of("subsequenceNumber"),
            PARTITION_KEY = WireName.of("partitionKey"), SHARD = WireName.of("shardId");
    private static final int RECORD_BYTES = 160, KINESIS_BYTES = 280, ESCAPED_BYTES = 6;
    /** What an event has beside its records: two ARNs of at most 512 characters, a UUID, a region, names. */
    static final int HEAD_BYTES_MAX = 1_400;

    private FunctionEvent() {
    }

    /** What is the same in all events of a delivery stream. */
    record Head(String deliveryStreamArn, Optional<String> sourceStreamArn, String region) {
    }

    /** How many bytes a record is in an event, at most. */
    static long bytesMax(FirehoseRecord record) {
        long data = (record.data().length + 2L) / 3 * 4 + RECORD_BYTES;
        return record.origin().kinesis().map(kinesis -> data + KINESIS_BYTES + (long) ESCAPED_BYTES * kinesis.partitionKey().length()).orElse(data);
    }

    /** @param ids one a record, unique in the event */
    static byte[] write(Head head, String invocationId, List<String> ids, List<FirehoseRecord> records) {
        long bytes = records.stream().mapToLong(FunctionEvent::bytesMax).sum() + HEAD_BYTES_MAX;
        ReplyBytes event = new ReplyBytes(Math.toIntExact(bytes));
        JsonWriter out = new JsonWriter(event);
        out.beginObject();
        out.member(INVOCATION, invocationId);
        out.member(STREAM, head.deliveryStreamArn());
        head.sourceStreamArn().ifPresent(arn -> out.member(SOURCE, arn));
        out.member(REGION, head.region());
        out.name(RECORDS);
        out.beginList();
        for (int i = 0; i < records.size(); i++) {
            write(ids.get(i), records.get(i), out);
        }
        out.endList();
        out.endObject();
        return event.toByteArray();
    }

    private static void write(String id, FirehoseRecord record, JsonWriter out) {
        RecordOrigin origin = record.origin();
        out.beginObject();
        out.member(RECORD_ID, id);
        out.member(ARRIVAL, origin.arrivedAtMillis());
        origin.kinesis().ifPresent(kinesis -> {
            out.name(METADATA);
            out.beginObject();
            out.member(SHARD, kinesis.shardId());
            out.member(PARTITION_KEY, kinesis.partitionKey());
            out.member(ARRIVAL, origin.arrivedAtMillis());
            out.member(SEQUENCE, kinesis.sequenceNumber());
            out.member(SUB_SEQUENCE, Long.toString(kinesis.subSequenceNumber()));
            out.endObject();
        });
        out.name(DATA);
        out.blob(ByteBuffer.wrap(record.data()));
        out.endObject();
    }
}
