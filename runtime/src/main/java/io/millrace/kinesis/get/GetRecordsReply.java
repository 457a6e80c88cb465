package io.millrace.kinesis.get;

import io.millrace.kinesis.SequenceNumber;
import io.millrace.kinesis.stream.ShardFormat;
import io.millrace.stream.Position;
import io.millrace.stream.Shard;
import io.millrace.stream.Slice;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamRecord;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.http.ByteBudget;
import io.millrace.wire.http.WireReply;
import java.util.List;

/** The answer to a GetRecords. Holds its memory until it has left. */
final class GetRecordsReply implements WireReply {

    private static final WireName RECORDS = WireName.of("Records"), SEQUENCE_NUMBER = WireName.of("SequenceNumber"),
            ARRIVAL = WireName.of("ApproximateArrivalTimestamp"), DATA = WireName.of("Data"), PARTITION_KEY = WireName.of("PartitionKey"),
            NEXT = WireName.of("NextShardIterator"), MILLIS_BEHIND = WireName.of("MillisBehindLatest"), CHILDREN = WireName.of("ChildShards");
    private static final int FRAME_BYTES = 512, RECORD_BYTES = 192;

    private final StreamDescription stream;
    private final Shard shard;
    private final Slice slice;
    private final long dataBytes;
    private final long nowMillis;
    private final ByteBudget.Permit permit;

    GetRecordsReply(StreamDescription stream, Shard shard, Slice slice, long dataBytes, long nowMillis, ByteBudget.Permit permit) {
        this.stream = stream;
        this.shard = shard;
        this.slice = slice;
        this.dataBytes = dataBytes;
        this.nowMillis = nowMillis;
        this.permit = permit;
    }

    /** What records with so much data and keys take: as they were read, and in base64. */
    static long memory(long dataBytes, int records) {
        return dataBytes + dataBytes / 3 * 4 + FRAME_BYTES + (long) records * RECORD_BYTES;
    }

    /** How much data and keys so many records may have so that all of it takes no more memory than this; at least 1. */
    static long dataWithin(long memoryBytes, int records) {
        return Math.max(1, (memoryBytes - FRAME_BYTES - (long) records * RECORD_BYTES) / 7 * 3);
    }

    @Override
    public void write(WireWriter out) {
        byte[] number = new byte[SequenceNumber.LENGTH];
        out.beginObject();
        out.name(RECORDS);
        out.beginList();
        for (StreamRecord record : slice.records()) {
            write(record, number, out);
        }
        out.endList();
        if (isDrained()) {
            writeChildren(out);
        } else {
            out.member(NEXT, new ShardIterator(stream.key(shard), slice.next(), nowMillis).wire());
        }
        out.member(MILLIS_BEHIND, slice.atEnd() ? 0 : Math.max(0, nowMillis - slice.nextArrivedAtMillis().getAsLong()));
        out.endObject();
    }

    private void write(StreamRecord record, byte[] number, WireWriter out) {
        SequenceNumber.write(shard.id(), record.position().value(), number);
        out.beginObject();
        out.name(SEQUENCE_NUMBER);
        out.plain(number, 0, number.length);
        out.name(ARRIVAL);
        out.timestampMillis(record.arrivedAtMillis());
        out.name(DATA);
        out.blob(record.data());
        out.name(PARTITION_KEY);
        out.text(record.keyUtf8());
        out.endObject();
    }

    /** Whether the shard is closed and nothing is left behind these records. */
    private boolean isDrained() {
        Position next = slice.next();
        return shard.end().filter(end -> next.compareTo(end) >= 0).isPresent();
    }

    private void writeChildren(WireWriter out) {
        List<Shard> children = stream.shards().stream()
                .filter(other -> other.parent().filter(shard.id()::equals).isPresent() || other.adjacentParent().filter(shard.id()::equals).isPresent())
                .toList();
        out.name(CHILDREN);
        out.beginList();
        children.forEach(child -> ShardFormat.writeChild(child, out));
        out.endList();
    }

    @Override
    public int expectedBytes() {
        return (int) (memory(dataBytes, slice.records().size()) - dataBytes);
    }

    @Override
    public void sent() {
        permit.release();
    }
}
