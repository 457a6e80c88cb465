package io.millrace.disk;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/** The bytes of a simulated file: as written, and as they were at the last force. */
final class SimulatedNode {

    static final int SECTOR_BYTES = 512;

    private final int number;
    private byte[] written = new byte[0];
    private int size;
    private byte[] durable = new byte[0];
    private int durableSize;
    private final BitSet dirty = new BitSet();

    SimulatedNode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return Arrays.copyOf(written, size);
    }

    void write(long offset, byte[] source, int from, int length) {
        if (length == 0) {
            return;
        }
        int end = Math.toIntExact(offset + length);
        if (end > written.length) {
            written = Arrays.copyOf(written, Math.max(end, written.length * 2));
        }
        if (offset > size) {
            Arrays.fill(written, size, (int) offset, (byte) 0);
            dirty.set(size / SECTOR_BYTES, (int) (offset / SECTOR_BYTES) + 1);
        }
        System.arraycopy(source, from, written, (int) offset, length);
        size = Math.max(size, end);
        dirty.set((int) (offset / SECTOR_BYTES), (end - 1) / SECTOR_BYTES + 1);
    }

    void truncate(long to) {
        if (to < size) {
            Arrays.fill(written, (int) to, size, (byte) 0);
            dirty.set((int) (to / SECTOR_BYTES), (size - 1) / SECTOR_BYTES + 1);
            size = (int) to;
        }
    }

    void force() {
        if (durable.length < size) {
            durable = Arrays.copyOf(durable, written.length);
        }
        for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
            copySector(sector, written, durable);
        }
        dirty.clear();
        durableSize = size;
    }

    /** The pages are marked clean although they never reached the medium: later forces succeed, a power cut shows it. */
    void forceFailed() {
        dirty.clear();
    }

    private static void copySector(int sector, byte[] from, byte[] to) {
        int start = sector * SECTOR_BYTES;
        int end = Math.min(start + SECTOR_BYTES, Math.min(from.length, to.length));
        if (start < end) {
            System.arraycopy(from, start, to, start, end - start);
        }
    }

    void crash(RandomGenerator random) {
        int newSize = durableSize;
        if (size != durableSize) {
            newSize = switch (random.nextInt(3)) {
                case 0 -> durableSize;
                case 1 -> size;
                default -> Math.min(size, durableSize) + random.nextInt(Math.abs(size - durableSize) + 1);
            };
        }
        byte[] result = Arrays.copyOf(durable, Math.max(newSize, Math.max(durable.length, written.length)));
        for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
            if (random.nextBoolean()) {
                copySector(sector, written, result);
            }
        }
        Arrays.fill(result, newSize, result.length, (byte) 0);
        written = result;
        size = newSize;
        durable = Arrays.copyOf(result, result.length);
        durableSize = newSize;
        dirty.clear();
    }

    void read(long offset, byte[] target, int length) {
        System.arraycopy(written, (int) offset, target, 0, length);
    }

    void flip(long bit) {
        int at = Math.toIntExact(bit / 8);
        if (at >= size) {
            throw new IllegalArgumentException("bit " + bit + " is behind the end");
        }
        written[at] ^= (byte) (1 << (bit % 8));
        if (at < durable.length) {
            durable[at] ^= (byte) (1 << (bit % 8));
        }
    }
}
