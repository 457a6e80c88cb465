package io.millrace.stream.log.block;

/**
 * Where the log goes on from. What the predecessor holds at or behind {@code end} is void, whatever its checksums say.
 * Segments numbered between the predecessor and its successor were never used.
 *
 * @param segment the number of the last segment that was written before
 * @param end     the offset behind its last durable block
 * @param fenced  whether it ends there because a write or force failed, not because it was full
 */
public record Predecessor(long segment, long end, boolean fenced) {

    public Predecessor {
        if (segment < 0 || end < SegmentHeader.BYTES) {
            throw new IllegalArgumentException("not a predecessor: " + segment + " up to " + end);
        }
    }
}
