package io.millrace.firehose.buffer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Positions as ascending ranges, both ends included; 16 bytes a range in memory, mostly 2 to 4 as bytes. Immutable once built. */
public final class PositionSet {

    private static final int SHIFT = 7, MORE = 0x80;

    private final long[] ends;

    private PositionSet(long[] ends) {
        this.ends = ends;
    }

    public long first() {
        return ends[0];
    }

    public long last() {
        return ends[ends.length - 1];
    }

    public int ranges() {
        return ends.length / 2;
    }

    public boolean contains(long position) {
        int low = 0, high = ranges() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (position < ends[2 * middle]) {
                high = middle - 1;
            } else if (position > ends[2 * middle + 1]) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** {@code ranges:i32 {gap since the last end: varint, length - 1: varint}}. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(ranges());
        long before = 0;
        for (int i = 0; i < ends.length; i += 2) {
            writeVarint(ends[i] - before, out);
            writeVarint(ends[i + 1] - ends[i], out);
            before = ends[i + 1];
        }
    }

    public static PositionSet read(DataInputStream in) throws IOException {
        int ranges = in.readInt();
        if (ranges < 1 || ranges > in.available()) {
            throw new IOException("no set of positions: " + ranges + " ranges");
        }
        long[] ends = new long[2 * ranges];
        long before = 0;
        for (int i = 0; i < ends.length; i += 2) {
            ends[i] = before + readVarint(in);
            ends[i + 1] = ends[i] + readVarint(in);
            if (ends[i] < (i == 0 ? 0 : before + 2) || ends[i + 1] < ends[i]) {
                throw new IOException("no set of positions: range " + i / 2 + " does not follow the one before");
            }
            before = ends[i + 1];
        }
        return new PositionSet(ends);
    }

    private static void writeVarint(long value, DataOutputStream out) throws IOException {
        long rest = value;
        while (rest >= MORE) {
            out.writeByte((int) (rest & (MORE - 1)) | MORE);
            rest >>>= SHIFT;
        }
        out.writeByte((int) rest);
    }

    private static long readVarint(DataInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += SHIFT) {
            int next = in.readUnsignedByte();
            value |= (long) (next & (MORE - 1)) << shift;
            if (next < MORE) {
                return value;
            }
        }
        throw new IOException("number too long");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PositionSet set && Arrays.equals(ends, set.ends);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ends);
    }

    /** Takes positions in ascending order. */
    public static final class Builder {
        private long[] ends = new long[4];
        private int used;

        public void add(long position) {
            if (used > 0 && position <= ends[used - 1]) {
                throw new IllegalArgumentException("positions go back: " + position + " after " + ends[used - 1]);
            }
            if (used > 0 && position == ends[used - 1] + 1) {
                ends[used - 1] = position;
                return;
            }
            if (used == ends.length) {
                ends = Arrays.copyOf(ends, 2 * used);
            }
            ends[used++] = position;
            ends[used++] = position;
        }

        public boolean isEmpty() {
            return used == 0;
        }

        public int ranges() {
            return used / 2;
        }

        public long first() {
            return ends[0];
        }

        public PositionSet build() {
            if (used == 0) {
                throw new IllegalStateException("no positions");
            }
            return new PositionSet(Arrays.copyOf(ends, used));
        }
    }
}
