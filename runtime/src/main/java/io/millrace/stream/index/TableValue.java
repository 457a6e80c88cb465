package io.millrace.stream.index;

import java.io.IOException;
import org.mapdb.DataInput2;
import org.mapdb.DataOutput2;
import org.mapdb.serializer.GroupSerializerObjectArray;

/**
 * What an index table says about a block, under either of its keys. In the file: count (4 bytes), arrival (8), offset (8),
 * length (4), big endian, as MapDB writes.
 */
record TableValue(int count, long arrivedAtMillis, long offset, int length) {

    static final GroupSerializerObjectArray<TableValue> SERIALIZER = new Serializer();

    static TableValue of(BlockEntry block) {
        return new TableValue(block.count(), block.arrivedAtMillis(), block.offset(), block.length());
    }

    BlockEntry at(int shard, long firstPosition) {
        return new BlockEntry(shard, firstPosition, count, arrivedAtMillis, offset, length);
    }

    private static final class Serializer extends GroupSerializerObjectArray<TableValue> {

        @Override
        public void serialize(DataOutput2 out, TableValue value) throws IOException {
            out.writeInt(value.count);
            out.writeLong(value.arrivedAtMillis);
            out.writeLong(value.offset);
            out.writeInt(value.length);
        }

        @Override
        public TableValue deserialize(DataInput2 in, int available) throws IOException {
            return new TableValue(in.readInt(), in.readLong(), in.readLong(), in.readInt());
        }

        @Override
        public int compare(TableValue one, TableValue other) {
            throw new UnsupportedOperationException("values have no order");
        }
    }
}
