package io.millrace.stream.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A closed segment's index, loaded: from its file, or, when that cannot be written, from a scan. */
interface ClosedIndex extends Closeable {

    /** At most {@code blocksMax} of the shard's blocks, from the one that holds the position or the first after it. */
    List<BlockEntry> from(int shard, long position, int blocksMax) throws IOException;

    /** The shard's first block that arrived at or after the time. */
    Optional<BlockEntry> arrivedFrom(int shard, long millis) throws IOException;

    /** What each shard has, by shard, ascending. */
    List<ShardExtent> extents() throws IOException;

    /** What it takes on the heap. */
    long memoryBytes();
}
