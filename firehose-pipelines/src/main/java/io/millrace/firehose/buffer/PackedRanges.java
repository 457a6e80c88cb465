package io.millrace.firehose.buffer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Ranges of positions, both ends included, that ascend and do not touch, as bytes: {@code {gap since the last end: varint, length - 1: varint}},
 * mostly 2 to 4 a range; and the place of each 64th, so that a position is found soon. Grows at its end. One thread; any, once it grows no more.
 */
final class PackedRanges {

    private static final int SHIFT = 7, MORE = 0x80, STRIDE = 64, RANGE_BYTES_MAX = 20;

    private byte[] bytes = new byte[RANGE_BYTES_MAX];
    private int used;
    private int count;
    private long first;
    private long last;
    /** Of each 64th range but the first: the end before it, and where it is among the bytes. */
    private long[] endsBefore = {};
    private int[] places = {};

    PackedRanges() {
    }

    private PackedRanges(PackedRanges whole) {
        this.bytes = Arrays.copyOf(whole.bytes, whole.used);
        this.used = whole.used;
        this.count = whole.count;
        this.first = whole.first;
        this.last = whole.last;
        this.endsBefore = Arrays.copyOf(whole.endsBefore, whole.marks());
        this.places = Arrays.copyOf(whole.places, whole.marks());
    }

    /** The same in no more room than it needs, and on its own. */
    PackedRanges copy() {
        return new PackedRanges(this);
    }

    int count() {
        return count;
    }

    /** Of ranges that there are, as {@link #last()}. */
    long first() {
        return first;
    }

    long last() {
        return last;
    }

    private int marks() {
        return count == 0 ? 0 : (count - 1) / STRIDE;
    }

    /** Adds a range behind the last, with a gap between. */
    void add(long from, long to) {
        if (from < 0 || to < from || count > 0 && from < last + 2) {
            throw new IllegalArgumentException("range " + from + " to " + to + " does not follow " + last);
        }
        if (count > 0 && count % STRIDE == 0) {
            mark(count / STRIDE - 1);
        }
        if (used + RANGE_BYTES_MAX > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * used + RANGE_BYTES_MAX);
        }
        write(from - last);
        write(to - from);
        first = count == 0 ? from : first;
        last = to;
        count++;
    }

    private void mark(int index) {
        if (index == places.length) {
            endsBefore = Arrays.copyOf(endsBefore, Math.max(8, 2 * index));
            places = Arrays.copyOf(places, Math.max(8, 2 * index));
        }
        endsBefore[index] = last;
        places[index] = used;
    }

    private void write(long value) {
        long rest = value;
        while (rest >= MORE) {
            bytes[used++] = (byte) ((int) (rest & (MORE - 1)) | MORE);
            rest >>>= SHIFT;
        }
        bytes[used++] = (byte) rest;
    }

    boolean contains(long position) {
        if (count == 0 || position < first || position > last) {
            return false;
        }
        int low = 0, high = marks();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (endsBefore[middle] < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Cursor cursor = low == 0 ? cursor() : new Cursor(places[low - 1], endsBefore[low - 1]);
        while (cursor.last() < position && cursor.advance()) {
            // the range that ends at the position or behind it
        }
        return cursor.first() <= position && position <= cursor.last();
    }

    /** At the first range. */
    Cursor cursor() {
        return new Cursor(0, 0);
    }

    /** {@code ranges:i32}, and the ranges as they are here. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(count);
        out.write(bytes, 0, used);
    }

    /** What was written, of one range at least. */
    static PackedRanges read(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 1 || count > in.available()) {
            throw new IOException("no set of positions: " + count + " ranges");
        }
        PackedRanges ranges = new PackedRanges();
        for (int i = 0; i < count; i++) {
            long from = ranges.last() + readVarint(in);
            long to = from + readVarint(in);
            try {
                ranges.add(from, to);
            } catch (IllegalArgumentException malformed) {
                throw new IOException("no set of positions: " + malformed.getMessage(), malformed);
            }
        }
        return ranges.copy();
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
        return other instanceof PackedRanges ranges && Arrays.equals(bytes, 0, used, ranges.bytes, 0, ranges.used);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(used == bytes.length ? bytes : Arrays.copyOf(bytes, used));
    }

    /** At a range. */
    final class Cursor {
        private int at;
        private long from;
        private long to;

        private Cursor(int place, long endBefore) {
            at = place;
            to = endBefore;
            advance();
        }

        long first() {
            return from;
        }

        long last() {
            return to;
        }

        /** To the next range; false if there is none. */
        boolean advance() {
            if (at == used) {
                return false;
            }
            from = to + read();
            to = from + read();
            return true;
        }

        private long read() {
            long value = 0;
            for (int shift = 0;; shift += SHIFT) {
                byte next = bytes[at++];
                value |= (long) (next & (MORE - 1)) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }
    }
}
