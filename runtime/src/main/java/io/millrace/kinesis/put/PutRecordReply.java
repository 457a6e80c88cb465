package io.millrace.kinesis.put;

import io.millrace.kinesis.SequenceNumber;
import io.millrace.wire.codec.WireName;
import io.millrace.wire.codec.WireWriter;
import io.millrace.wire.http.WireReply;

/** The answer to a PutRecord. */
record PutRecordReply(RoutedRecords.Part part, long position) implements WireReply {

    static final WireName SHARD_ID = WireName.of("ShardId"), SEQUENCE_NUMBER = WireName.of("SequenceNumber");
    private static final int BYTES = 128;

    @Override
    public void write(WireWriter out) {
        byte[] number = new byte[SequenceNumber.LENGTH];
        SequenceNumber.write(part.shard().id(), position, number);
        out.beginObject();
        out.name(SHARD_ID);
        out.plain(part.shardName(), 0, part.shardName().length);
        out.name(SEQUENCE_NUMBER);
        out.plain(number, 0, number.length);
        out.endObject();
    }

    @Override
    public int expectedBytes() {
        return BYTES;
    }
}
