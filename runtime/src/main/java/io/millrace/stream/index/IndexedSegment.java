package io.millrace.stream.index;

import java.nio.file.Path;

/**
 * The closed segment that an index file belongs to.
 *
 * @param indexFile beside the segment's file
 * @param nonce     the segment's: an index of an older file of the same name is none of it
 * @param end       offset behind the segment's last block
 */
public record IndexedSegment(Path indexFile, long stream, int stripe, long segment, long nonce, long end) {

    IndexedSegment endingAt(long other) {
        return new IndexedSegment(indexFile, stream, stripe, segment, nonce, other);
    }
}
