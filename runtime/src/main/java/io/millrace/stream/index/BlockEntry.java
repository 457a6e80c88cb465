package io.millrace.stream.index;

/**
 * A block as an index knows it.
 *
 * @param shard           index within the stream
 * @param firstPosition   position of its first entry
 * @param count           of entries, 1 to {@value #COUNT_MAX}
 * @param arrivedAtMillis milliseconds since the epoch, 0 to {@value #ARRIVAL_MAX}
 * @param offset          in the segment's file, less than {@value #OFFSET_LIMIT}
 * @param length          of the stored bytes, as the log counts it
 */
public record BlockEntry(int shard, long firstPosition, int count, long arrivedAtMillis, long offset, int length) {

    public static final int COUNT_MAX = (1 << 22) - 1;
    public static final long ARRIVAL_MAX = (1L << 42) - 1;
    public static final long OFFSET_LIMIT = 1L << 32;

    public BlockEntry {
        if (shard < 0 || firstPosition < 0 || count < 1 || count > COUNT_MAX || arrivedAtMillis < 0
                || arrivedAtMillis > ARRIVAL_MAX || offset < 0 || offset >= OFFSET_LIMIT || length < 0) {
            throw new IllegalArgumentException("not a block: shard " + shard + " position " + firstPosition + " count " + count
                    + " arrival " + arrivedAtMillis + " offset " + offset + " length " + length);
        }
    }

    /** The position after the last entry. */
    public long endPosition() {
        return firstPosition + count;
    }
}
