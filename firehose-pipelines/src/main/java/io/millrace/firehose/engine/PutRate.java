package io.millrace.firehose.engine;

import io.millrace.clock.Clock;

/** A delivery stream's throughput, where it is held to one: a bucket of one second's bytes. Any thread. */
final class PutRate {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Clock clock;
    private final double bytesPerSecond;
    private double available;
    private long filledNanos;

    PutRate(Clock clock, long bytesPerSecond) {
        this.clock = clock;
        this.bytesPerSecond = bytesPerSecond;
        this.available = bytesPerSecond;
        this.filledNanos = clock.nanos();
    }

    /** Whether so many bytes may pass now; a call larger than a second's bytes passes when the bucket is full. */
    synchronized boolean admits(long bytes) {
        long now = clock.nanos();
        available = Math.min(bytesPerSecond, available + (now - filledNanos) / NANOS_PER_SECOND * bytesPerSecond);
        filledNanos = now;
        if (available < Math.min(bytes, bytesPerSecond)) {
            return false;
        }
        available -= bytes;
        return true;
    }
}
