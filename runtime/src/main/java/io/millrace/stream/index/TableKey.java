package io.millrace.stream.index;

import java.io.IOException;
import org.mapdb.DataInput2;
import org.mapdb.DataOutput2;
import org.mapdb.serializer.GroupSerializerObjectArray;

/**
 * A key of an index table. Blocks come first, by shard and position; behind them, for every {@value #BLOCKS_PER_TIME}th block
 * of a shard, its arrival time and position again, by shard and time. Ordered by kind, shard, major, minor. In the file:
 * kind (1 byte), shard (4), position (8), or kind, shard, arrival (8), position (8); big endian, as MapDB writes.
 *
 * @param major the position, or the arrival time
 * @param minor 0, or the position
 */
record TableKey(int kind, int shard, long major, long minor) implements Comparable<TableKey> {

    static final int BLOCK = 0;
    static final int TIME = 1;
    static final int BLOCKS_PER_TIME = 64;
    static final GroupSerializerObjectArray<TableKey> SERIALIZER = new Serializer();

    static TableKey ofBlock(int shard, long position) {
        return new TableKey(BLOCK, shard, position, 0);
    }

    static TableKey ofTime(int shard, long arrivedAtMillis, long position) {
        return new TableKey(TIME, shard, arrivedAtMillis, position);
    }

    @Override
    public int compareTo(TableKey other) {
        int order = Integer.compare(kind, other.kind);
        order = order != 0 ? order : Integer.compare(shard, other.shard);
        order = order != 0 ? order : Long.compare(major, other.major);
        return order != 0 ? order : Long.compare(minor, other.minor);
    }

    private static final class Serializer extends GroupSerializerObjectArray<TableKey> {

        @Override
        public void serialize(DataOutput2 out, TableKey key) throws IOException {
            out.writeByte(key.kind);
            out.writeInt(key.shard);
            out.writeLong(key.major);
            if (key.kind == TIME) {
                out.writeLong(key.minor);
            }
        }

        @Override
        public TableKey deserialize(DataInput2 in, int available) throws IOException {
            int kind = in.readByte();
            int shard = in.readInt();
            long major = in.readLong();
            return new TableKey(kind, shard, major, kind == TIME ? in.readLong() : 0);
        }

        @Override
        public int compare(TableKey one, TableKey other) {
            return one.compareTo(other);
        }
    }
}
