package io.millrace.stream.log.block;

import java.time.Duration;

/**
 * The logs' settings.
 *
 * @param durability        when an append is answered
 * @param segmentBytesMax   a segment is closed before it grows beyond this; larger ones make fewer files and later deletion
 * @param segmentBlocksMax  and before it has more blocks; bounds the open segment's index to 32 bytes times this
 * @param blockBytesMax     entries of one shard are put together up to this, or one larger entry alone
 * @param commitBytesMax    what one commit takes at most (or one larger append); bounds how long one log keeps a writer
 * @param queueBytesMax     what may wait for the writers, over all logs; beyond it appends are refused as busy
 * @param stagingBytes      each writer's buffer outside the heap: blocks are laid end to end and written at once
 * @param tailBytesMax      recent blocks kept in memory for readers at the end, over all logs
 * @param indexBytesMax     what the open segments' indexes may take, over all logs; beyond it the largest segments are closed early
 * @param closedIndexBytesMax what the indexes of closed segments that were read last may keep on the heap
 * @param freeBytesMin      appends are refused while the file system has less room: a reserve for catalog and checkpoints
 * @param idleAfter         a log that was not written for this long leaves its durable end in the checkpoint log
 * @param writerThreads     threads that write and force
 * @param readerThreads     threads that read files and serve subscriptions
 */
public record LogSettings(Durability durability, long segmentBytesMax, int segmentBlocksMax, int blockBytesMax,
        int commitBytesMax, long queueBytesMax, int stagingBytes, long tailBytesMax,
        long indexBytesMax, long closedIndexBytesMax, long freeBytesMin, Duration idleAfter,
        int writerThreads, int readerThreads) {

    private static final int MIB = 1024 * 1024;
    /** The largest call there is, 10 MiB, must find room. */
    private static final long QUEUE_BYTES_LEAST = 12L * MIB;

    public LogSettings {
        require(segmentBytesMax >= 2L * SegmentHeader.BYTES, "segmentBytesMax", segmentBytesMax);
        require(segmentBlocksMax >= 1, "segmentBlocksMax", segmentBlocksMax);
        require(blockBytesMax >= 1 && blockBytesMax <= BlockHeader.LENGTH_MAX, "blockBytesMax", blockBytesMax);
        require(commitBytesMax >= 1, "commitBytesMax", commitBytesMax);
        require(queueBytesMax >= 1, "queueBytesMax", queueBytesMax);
        require(stagingBytes >= BlockHeader.BYTES, "stagingBytes", stagingBytes);
        require(tailBytesMax >= 0, "tailBytesMax", tailBytesMax);
        require(indexBytesMax >= 1, "indexBytesMax", indexBytesMax);
        require(closedIndexBytesMax >= 1, "closedIndexBytesMax", closedIndexBytesMax);
        require(freeBytesMin >= 0, "freeBytesMin", freeBytesMin);
        require(writerThreads >= 1, "writerThreads", writerThreads);
        require(readerThreads >= 1, "readerThreads", readerThreads);
    }

    /** Memory as shares of the heap, up to what is usual. */
    public static LogSettings defaults() {
        long heapBytes = Runtime.getRuntime().maxMemory();
        return new LogSettings(Durability.FSYNC, 256L * MIB, 131_072, MIB, 16 * MIB,
                Math.clamp(heapBytes / 8, QUEUE_BYTES_LEAST, 64L * MIB), 2 * MIB, Math.clamp(heapBytes / 16, 2L * MIB, 32L * MIB),
                Math.clamp(heapBytes / 16, 4L * MIB, 64L * MIB), Math.clamp(heapBytes / 32, 2L * MIB, 16L * MIB), 64L * MIB, Duration.ofMillis(100), 2, 2);
    }

    public LogSettings withDurability(Durability other) {
        return new LogSettings(other, segmentBytesMax, segmentBlocksMax, blockBytesMax, commitBytesMax, queueBytesMax,
                stagingBytes, tailBytesMax, indexBytesMax,
                closedIndexBytesMax, freeBytesMin, idleAfter, writerThreads, readerThreads);
    }

    public LogSettings withSegments(long bytesMax, int blocksMax, int blockBytes) {
        return new LogSettings(durability, bytesMax, blocksMax, blockBytes, commitBytesMax, queueBytesMax,
                stagingBytes, tailBytesMax, indexBytesMax,
                closedIndexBytesMax, freeBytesMin, idleAfter, writerThreads, readerThreads);
    }

    /** Other bounds in memory and on the disk. */
    public LogSettings withBudgets(long queueBytes, long tailBytes, long freeBytes) {
        return new LogSettings(durability, segmentBytesMax, segmentBlocksMax, blockBytesMax, commitBytesMax, queueBytes,
                stagingBytes, tailBytes, indexBytesMax, closedIndexBytesMax, freeBytes, idleAfter, writerThreads, readerThreads);
    }

    private static void require(boolean holds, String name, long value) {
        if (!holds) {
            throw new IllegalArgumentException("log setting out of range: " + name + " = " + value);
        }
    }
}
