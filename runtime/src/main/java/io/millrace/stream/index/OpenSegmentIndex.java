package io.millrace.stream.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The index of the segment that is written now, packed in memory: 24 bytes a block, and 4 to 6 more for its shard's list.
 * One thread adds, once a block may be seen; readers neither wait for it nor for one another. Blocks are never moved or
 * changed once added, so a cursor stays good for ever, also after {@link #close}.
 * <p>
 * Blocks of all shards lie in chunks in the order they were written; each shard has a list of its blocks' numbers.
 */
public final class OpenSegmentIndex implements SegmentIndex {

    private static final int LONGS = 3;
    private static final int CHUNK_BITS = 9;
    private static final int CHUNK_BLOCKS = 1 << CHUNK_BITS;
    private static final int FIRST_BLOCKS = 16;
    private static final int COUNT_BITS = 22;
    /** Objects around a shard's list, generously: map entry, key, list, array header. */
    private static final int SHARD_OVERHEAD_BYTES = 160;
    private static final int ARRAY_OVERHEAD_BYTES = 24;

    private final IndexBudget budget;
    private final Runnable onCloseWanted;
    private final ConcurrentHashMap<Integer, ShardBlocks> shards = new ConcurrentHashMap<>();
    private volatile long[][] chunks = {};
    private volatile long memoryBytes;
    private volatile int size;
    private volatile boolean closeWanted;

    /**
     * @param onCloseWanted called at most once, on any log's writer, when the budget is spent and this segment should be
     *                      closed early; returns at once
     */
    public OpenSegmentIndex(IndexBudget budget, Runnable onCloseWanted) {
        this.budget = budget;
        this.onCloseWanted = onCloseWanted;
        budget.register(this);
    }

    /** An index outside every budget: of a segment that is scanned, for as long as it takes to write it to a file. */
    public static OpenSegmentIndex unbudgeted() {
        return new OpenSegmentIndex(new IndexBudget(Long.MAX_VALUE), () -> { });
    }

    /** Adds a block that readers may see from now on: behind its shard's last one, and not arrived before it. The writer. */
    public void add(BlockEntry block) {
        ShardBlocks blocks = shards.get(block.shard());
        if (blocks != null) {
            BlockEntry last = entry(block.shard(), blocks.numbers[blocks.size - 1]);
            if (block.firstPosition() < last.endPosition() || block.arrivedAtMillis() < last.arrivedAtMillis()) {
                throw new IllegalArgumentException(block + " cannot follow " + last);
            }
        }
        long before = memoryBytes;
        int number = size;
        long[] chunk = chunkFor(number);
        int at = (number & CHUNK_BLOCKS - 1) * LONGS;
        chunk[at] = block.firstPosition();
        chunk[at + 1] = block.arrivedAtMillis() << COUNT_BITS | block.count();
        chunk[at + 2] = block.offset() << Integer.SIZE | block.length();
        size = number + 1;
        if (blocks == null) {
            shards.put(block.shard(), new ShardBlocks(number));
            memoryBytes += SHARD_OVERHEAD_BYTES;
        } else {
            memoryBytes += blocks.add(number);
        }
        long grown = memoryBytes - before;
        if (grown > 0) {
            budget.grown(grown);
        }
    }

    private long[] chunkFor(int number) {
        int index = number >>> CHUNK_BITS;
        long[][] spine = chunks;
        if (index == spine.length) {
            long[][] longer = Arrays.copyOf(spine, index + 1);
            longer[index] = new long[LONGS * (index == 0 ? FIRST_BLOCKS : CHUNK_BLOCKS)];
            memoryBytes += longer[index].length * (long) Long.BYTES + ARRAY_OVERHEAD_BYTES;
            chunks = longer;
        } else if ((number & CHUNK_BLOCKS - 1) * LONGS == spine[index].length) {
            long[][] renewed = spine.clone();
            renewed[index] = Arrays.copyOf(spine[index], spine[index].length * 2);
            memoryBytes += spine[index].length * (long) Long.BYTES;
            chunks = renewed;
        }
        return chunks[index];
    }

    private BlockEntry entry(int shard, int number) {
        long[] chunk = chunks[number >>> CHUNK_BITS];
        int at = (number & CHUNK_BLOCKS - 1) * LONGS;
        return new BlockEntry(shard, chunk[at], (int) chunk[at + 1] & BlockEntry.COUNT_MAX, chunk[at + 1] >>> COUNT_BITS,
                chunk[at + 2] >>> Integer.SIZE, (int) chunk[at + 2]);
    }

    private long word(int number, int word) {
        return chunks[number >>> CHUNK_BITS][(number & CHUNK_BLOCKS - 1) * LONGS + word];
    }

    @Override
    public Cursor from(int shard, long position) {
        return new Cursor(shard, position);
    }

    @Override
    public Optional<BlockEntry> arrivedFrom(int shard, long millis) {
        ShardBlocks blocks = shards.get(shard);
        if (blocks == null) {
            return Optional.empty();
        }
        int count = blocks.size;
        int[] numbers = blocks.numbers;
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (word(numbers[middle], 1) >>> COUNT_BITS < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == count ? Optional.empty() : Optional.of(entry(shard, numbers[low]));
    }

    @Override
    public List<ShardExtent> extents() {
        List<ShardExtent> extents = new ArrayList<>();
        for (int shard : shards()) {
            ShardBlocks blocks = shards.get(shard);
            int count = blocks.size;
            int[] numbers = blocks.numbers;
            extents.add(new ShardExtent(entry(shard, numbers[0]), entry(shard, numbers[count - 1])));
        }
        return extents;
    }

    /** Blocks of all shards. */
    public int size() {
        return size;
    }

    /** Shards that have a block, ascending. */
    public int[] shards() {
        return shards.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** What it takes on the heap. */
    public long memoryBytes() {
        return memoryBytes;
    }

    /** Whether the segment should be closed early because all open indexes together take too much. */
    public boolean closeWanted() {
        return closeWanted;
    }

    void wantClose() {
        closeWanted = true;
        onCloseWanted.run();
    }

    /** Gives its bytes back to the budget; what still reads it may go on. */
    @Override
    public void close() {
        budget.release(this);
    }

    /** The numbers of a shard's blocks; the writer publishes them by {@code size}. */
    private static final class ShardBlocks {
        private volatile int[] numbers = new int[4];
        private volatile int size;

        ShardBlocks(int first) {
            numbers[0] = first;
            size = 1;
        }

        /** Returns by how many bytes the list grew. */
        long add(int number) {
            int[] list = numbers;
            int count = size;
            int grownBy = 0;
            if (count == list.length) {
                grownBy = Math.max(4, count >>> 1);
                list = Arrays.copyOf(list, count + grownBy);
                numbers = list;
            }
            list[count] = number;
            size = count + 1;
            return (long) grownBy * Integer.BYTES;
        }
    }

    /** Reads on as blocks are added. */
    public final class Cursor implements BlockCursor {
        private final int shard;
        private final long position;
        private ShardBlocks blocks;
        private int next;

        private Cursor(int shard, long position) {
            this.shard = shard;
            this.position = position;
        }

        @Override
        public Optional<BlockEntry> next() {
            if (blocks == null) {
                blocks = shards.get(shard);
                if (blocks == null) {
                    return Optional.empty();
                }
                next = firstEndingAfter(position);
            }
            while (next < blocks.size) {
                BlockEntry found = entry(shard, blocks.numbers[next]);
                next++;
                if (found.endPosition() > position) {
                    return Optional.of(found);
                }
            }
            return Optional.empty();
        }

        /** The index of the block that holds the position, or of the first behind it. */
        private int firstEndingAfter(long place) {
            int low = 0;
            int high = blocks.size;
            int[] numbers = blocks.numbers;
            while (low < high) {
                int middle = (low + high) >>> 1;
                long end = word(numbers[middle], 0) + (word(numbers[middle], 1) & BlockEntry.COUNT_MAX);
                if (end <= place) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
