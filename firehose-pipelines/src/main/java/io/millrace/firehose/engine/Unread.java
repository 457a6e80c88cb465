package io.millrace.firehose.engine;

/**
 * Since when outcomes wait in the log that are not in spools. Knows one stretch of the log at a time: what is logged while it waits counts
 * once it has been read, and is younger. One thread.
 */
final class Unread {

    private long end;
    private long arrivedAtMillis = Long.MAX_VALUE;

    /** Outcomes are logged. @param arrived when the oldest record of theirs did @param outcomeEnd behind the last of them */
    void logged(long arrived, long outcomeEnd) {
        if (arrivedAtMillis == Long.MAX_VALUE) {
            arrivedAtMillis = arrived;
            end = outcomeEnd;
        } else if (arrived <= arrivedAtMillis) {
            arrivedAtMillis = arrived;
            end = Math.max(end, outcomeEnd);
        }
    }

    /** What is before {@code next} is in spools. */
    void read(long next) {
        if (next >= end) {
            arrivedAtMillis = Long.MAX_VALUE;
        }
    }

    long oldestArrivedAtMillis() {
        return arrivedAtMillis;
    }
}
