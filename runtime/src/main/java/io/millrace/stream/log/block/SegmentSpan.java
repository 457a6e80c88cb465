package io.millrace.stream.log.block;

/** What one segment holds of one shard. Written by the shard's writer, read by anyone. */
final class SegmentSpan {

    final Segment segment;
    final long firstPosition;
    /** The position after the shard's last entry in this segment. */
    volatile long endPosition;
    volatile long lastArrivedAtMillis;

    SegmentSpan(Segment segment, long firstPosition, long endPosition, long lastArrivedAtMillis) {
        this.segment = segment;
        this.firstPosition = firstPosition;
        this.endPosition = endPosition;
        this.lastArrivedAtMillis = lastArrivedAtMillis;
    }
}
