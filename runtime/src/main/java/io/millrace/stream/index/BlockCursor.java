package io.millrace.stream.index;

import java.io.IOException;
import java.util.Optional;

/** Goes from block to block of one shard within one segment, in order. For one thread at a time; needs no closing. */
public interface BlockCursor {

    /** The next block; empty when there is none now. In an open segment there may be one later. */
    Optional<BlockEntry> next() throws IOException;
}
