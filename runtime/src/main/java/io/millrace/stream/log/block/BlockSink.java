package io.millrace.stream.log.block;

import io.millrace.stream.index.BlockEntry;

/** Takes a shard's blocks in order, as far as it wants. */
public interface BlockSink {

    /** The next block; its bytes are fetched only when this returns true. False ends the reading. */
    boolean wants(BlockEntry block);

    /**
     * Entries of the block it wanted, once or several times a block.
     *
     * @param bytes         the entries are at {@code from} to {@code to}; not a copy, treat as immutable
     * @param firstPosition of the first entry here
     * @return false to end the reading
     */
    boolean take(BlockEntry block, byte[] bytes, int from, int to, long firstPosition, int count);
}
