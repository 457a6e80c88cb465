package io.millrace.stream.index;

/** The first and the last of a shard's blocks in one segment. */
public record ShardExtent(BlockEntry first, BlockEntry last) {
}
