package io.millrace.trigger;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Whether and when a batch is tried again. The wait doubles with each failure from the first up to the longest; half of it is
 * chance, so that lanes that failed together do not come back together. One thread for each instance.
 */
final class RetryPolicy {

    /** Attempts without end. */
    static final int INFINITE = -1;
    private static final int DOUBLINGS_MAX = 30;

    private final int retriesMax;
    private final Duration firstWait;
    private final Duration longestWait;
    private final RandomGenerator random;

    /** @param retriesMax how often a failed batch is tried again, or {@link #INFINITE} */
    RetryPolicy(int retriesMax, Duration firstWait, Duration longestWait, RandomGenerator random) {
        this.retriesMax = retriesMax;
        this.firstWait = firstWait;
        this.longestWait = longestWait;
        this.random = random;
    }

    /** Whether a batch that has failed this often, at least once, is to be given up. */
    boolean isExhausted(int failures) {
        return retriesMax != INFINITE && failures > retriesMax;
    }

    /** How long to wait after that many failures in a row, at least one. */
    long waitNanos(int failures) {
        long doubled = firstWait.toNanos() << Math.min(failures - 1, DOUBLINGS_MAX);
        long bound = doubled <= 0 || doubled > longestWait.toNanos() ? longestWait.toNanos() : doubled;
        return bound / 2 + random.nextLong(bound / 2 + 1);
    }

    /** How long to wait before asking again a function that had no room: what it asked for, within the longest wait, and a little chance. */
    long throttledNanos(Duration retryAfter) {
        long asked = Math.clamp(retryAfter.toNanos(), 1, longestWait.toNanos());
        return asked + random.nextLong(asked / 4 + 1);
    }
}
