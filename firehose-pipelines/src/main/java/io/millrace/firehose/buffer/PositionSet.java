package io.millrace.firehose.buffer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;

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

    /** What is in any of the sets, of which there is one at least. Takes no more room than that needs, however many ranges they have. */
    public static PositionSet union(Collection<PositionSet> sets) {
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(Comparator.comparingLong(Cursor::first));
        sets.forEach(set -> cursors.add(new Cursor(set.ends)));
        long[] ends = new long[4];
        int used = 0;
        while (!cursors.isEmpty()) {
            Cursor next = cursors.remove();
            if (used > 0 && next.first() <= ends[used - 1] + 1) {
                ends[used - 1] = Math.max(ends[used - 1], next.last());
            } else {
                if (used == ends.length) {
                    ends = Arrays.copyOf(ends, 2 * used);
                }
                ends[used++] = next.first();
                ends[used++] = next.last();
            }
            if (next.advance()) {
                cursors.add(next);
            }
        }
        return new PositionSet(Arrays.copyOf(ends, used));
    }

    /** At a range of a set. */
    private static final class Cursor {
        private final long[] ends;
        private int at;

        private Cursor(long[] ends) {
            this.ends = ends;
        }

        private long first() {
            return ends[at];
        }

        private long last() {
            return ends[at + 1];
        }

        private boolean advance() {
            at += 2;
            return at < ends.length;
        }
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

    /**
     * Takes positions in any order: outcomes of a source record come when the last of them is read, and others of other shards may have been
     * logged, and taken, between them. Mostly ascending, so that a range is known by its neighbour; what goes back is sorted in at the end.
     */
    public static final class Builder {
        /** Ranges as they came. */
        private long[] ends = new long[4];
        private int used;
        private boolean ascending = true;

        /** Each position once; {@link #build} refuses a set that has one twice. */
        public void add(long position) {
            if (used > 0 && position == ends[used - 1] + 1) {
                ends[used - 1] = position;
                return;
            }
            ascending &= used == 0 || position > ends[used - 1];
            if (used == ends.length) {
                ends = Arrays.copyOf(ends, 2 * used);
            }
            ends[used++] = position;
            ends[used++] = position;
        }

        /** How many there are at most. */
        public int ranges() {
            return used / 2;
        }

        public PositionSet build() {
            if (used == 0) {
                throw new IllegalStateException("no positions");
            }
            return new PositionSet(ascending ? Arrays.copyOf(ends, used) : sorted());
        }

        /** Ranges that do not overlap have their firsts and their lasts in the same order, each sorted for itself. */
        private long[] sorted() {
            int ranges = used / 2;
            long[] firsts = new long[ranges], lasts = new long[ranges];
            for (int i = 0; i < ranges; i++) {
                firsts[i] = ends[2 * i];
                lasts[i] = ends[2 * i + 1];
            }
            Arrays.sort(firsts);
            Arrays.sort(lasts);
            long[] sorted = new long[used];
            int length = 0;
            for (int i = 0; i < ranges; i++) {
                if (length > 0 && firsts[i] <= sorted[length - 1]) {
                    throw new IllegalArgumentException("position is there twice: " + firsts[i]);
                }
                if (length > 0 && firsts[i] == sorted[length - 1] + 1) {
                    sorted[length - 1] = lasts[i];
                } else {
                    sorted[length++] = firsts[i];
                    sorted[length++] = lasts[i];
                }
            }
            return Arrays.copyOf(sorted, length);
        }
    }
}
