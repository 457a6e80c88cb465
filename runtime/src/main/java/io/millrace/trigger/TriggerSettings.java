package io.millrace.trigger;

import java.time.Duration;

/**
 * How triggers share the machine.
 *
 * @param windowTotalBytes  memory for records and events of all lanes beyond their floors. Raise it when many mappings
 *                          work off large backlogs and batches come out smaller than their BatchSize
 * @param windowMostBytes   the most one lane may hold; an event has at most 6 MiB and its records are held beside it
 * @param windowFloorBytes  what every lane may hold in any case, also while it waits for new records. Times the number of
 *                          lanes this is memory that is always there to be used
 * @param firstRetry        the wait after a batch's first failure; it doubles with each one
 * @param longestRetry      the longest wait between attempts
 * @param stopWait          how long a stopping server waits for invocations under way; what is not back by then is
 *                          delivered again after the next start
 * @param eventBytesMax     the largest event a function is given; a record whose event alone is larger is given up
 */
public record TriggerSettings(long windowTotalBytes, long windowMostBytes, long windowFloorBytes, Duration firstRetry,
        Duration longestRetry, Duration stopWait, int eventBytesMax) {

    /** AWS Lambda quotas: 6 MB of synchronous payload. */
    private static final int EVENT_BYTES_MAX = 6 * 1024 * 1024;
    private static final int FLOOR_LEAST_BYTES = 8 * 1024;
    private static final long MEBIBYTE = 1024 * 1024;

    public TriggerSettings {
        if (windowFloorBytes < FLOOR_LEAST_BYTES || windowMostBytes < windowFloorBytes || windowTotalBytes < 0) {
            throw new IllegalArgumentException("trigger windows: floor " + windowFloorBytes + " (at least " + FLOOR_LEAST_BYTES
                    + "), most " + windowMostBytes + ", total " + windowTotalBytes);
        }
        if (!firstRetry.isPositive() || longestRetry.compareTo(firstRetry) < 0 || stopWait.isNegative()) {
            throw new IllegalArgumentException("trigger waits: first " + firstRetry + ", longest " + longestRetry + ", stop " + stopWait);
        }
    }

    /** An eighth of the heap for windows, at least 8 MiB and at most 256 MiB; retries from 200 ms to 30 s; 10 s to stop. */
    public static TriggerSettings defaults() {
        long total = Math.clamp(Runtime.getRuntime().maxMemory() / 8, 8 * MEBIBYTE, 256 * MEBIBYTE);
        return new TriggerSettings(total, 20 * MEBIBYTE, 64 * 1024, Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(10),
                EVENT_BYTES_MAX);
    }
}
