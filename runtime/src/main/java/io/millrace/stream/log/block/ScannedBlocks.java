package io.millrace.stream.log.block;

import java.util.Arrays;

/** The blocks a scan found, in file order, packed: 44 bytes a block. Not thread safe while it grows. */
public final class ScannedBlocks {

    private static final int LONGS = 3;
    private static final int INTS = 4;
    private long[] longs = new long[LONGS * 16];
    private int[] ints = new int[INTS * 16];
    private int size;

    void add(BlockHeader block) {
        if (size * LONGS == longs.length) {
            longs = Arrays.copyOf(longs, longs.length * 2);
            ints = Arrays.copyOf(ints, ints.length * 2);
        }
        int at = size * LONGS;
        longs[at] = block.offset();
        longs[at + 1] = block.firstPosition();
        longs[at + 2] = block.arrivedAtMillis();
        at = size * INTS;
        ints[at] = block.shard();
        ints[at + 1] = block.count();
        ints[at + 2] = block.length();
        ints[at + 3] = block.type();
        size++;
    }

    void dropFrom(long offset) {
        while (size > 0 && offset(size - 1) >= offset) {
            size--;
        }
    }

    public int size() {
        return size;
    }

    public long offset(int block) {
        return longs[block * LONGS];
    }

    public long firstPosition(int block) {
        return longs[block * LONGS + 1];
    }

    public long arrivedAtMillis(int block) {
        return longs[block * LONGS + 2];
    }

    public int shard(int block) {
        return ints[block * INTS];
    }

    public int count(int block) {
        return ints[block * INTS + 1];
    }

    /** Stored bytes behind the block's header. */
    public int length(int block) {
        return ints[block * INTS + 2];
    }

    public int type(int block) {
        return ints[block * INTS + 3];
    }

    public long endOffset(int block) {
        return offset(block) + BlockHeader.BYTES + length(block);
    }

    /** Entries in all blocks. */
    public long entries() {
        long entries = 0;
        for (int block = 0; block < size; block++) {
            entries += count(block);
        }
        return entries;
    }
}
