package io.millrace.stream.index;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where one segment's blocks are. Any number of readers. */
public interface SegmentIndex extends AutoCloseable {

    /** The shard's blocks in order, from the one that holds {@code position}, or the first after it. */
    BlockCursor from(int shard, long position) throws IOException;

    /** The shard's first block that arrived at or after the time. */
    Optional<BlockEntry> arrivedFrom(int shard, long millis) throws IOException;

    /** What each shard has in this segment, by shard, ascending. Goes over all blocks. */
    List<ShardExtent> extents() throws IOException;

    /** Lets go of memory and files. Not while it is read. */
    @Override
    void close();
}
