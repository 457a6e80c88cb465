package io.millrace.functions.worker;

import java.time.Duration;

/** How long to wait before a function that failed to initialise is tried again: from 200 ms, doubling, to 30 s. Pure; one thread. */
final class StartBackoff {

    static final Duration FIRST = Duration.ofMillis(200), LONGEST = Duration.ofSeconds(30);

    private int failures;
    private long untilNanos;

    void failed(long nowNanos) {
        long wait = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(failures, 20));
        failures++;
        untilNanos = nowNanos + wait;
    }

    void succeeded() {
        failures = 0;
    }

    /** Zero: a start may be tried. */
    Duration left(long nowNanos) {
        return failures == 0 || untilNanos - nowNanos <= 0 ? Duration.ZERO : Duration.ofNanos(untilNanos - nowNanos);
    }
}
