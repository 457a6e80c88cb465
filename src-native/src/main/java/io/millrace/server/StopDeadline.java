package io.millrace.server;

import java.time.Duration;
import java.util.OptionalLong;

import io.millrace.clock.Clock;

/**
 * When a stop has to be over. One deadline for all of it, counted from when it is first asked for: each step takes of what the steps before
 * it have left. Any thread.
 */
final class StopDeadline {

    /** Until the settings are known. */
    static final Duration FUNCTIONS_USUAL = Duration.ofSeconds(10);
    /** What a stop may take beside waiting for functions: checkpoints, requests under way, workers, logs. */
    static final Duration REST_OF_STOP = Duration.ofSeconds(15);
    /** What of it is kept for requests under way (quarkus.shutdown.timeout) and the rooms when triggers, channels and pipelines hang. */
    private static final Duration AFTER_WORK = Duration.ofSeconds(11);
    /** And for the framework and the process when rooms hang. */
    private static final Duration AFTER_ROOMS = Duration.ofSeconds(2);

    private final Clock clock;
    private Duration bound = FUNCTIONS_USUAL.plus(REST_OF_STOP);
    private OptionalLong asked = OptionalLong.empty();

    StopDeadline(Clock clock) {
        this.clock = clock;
    }

    /** Bounds the stop by what functions may take, and what the rest does. */
    synchronized void allow(Duration functions) {
        bound = functions.plus(REST_OF_STOP);
    }

    /** The stop is asked for; the first time counts. */
    synchronized void begin() {
        if (asked.isEmpty()) {
            asked = OptionalLong.of(clock.nanos());
        }
    }

    synchronized Duration bound() {
        return bound;
    }

    /** What is left of the whole; never negative. */
    synchronized Duration left() {
        return left(Duration.ZERO);
    }

    /** What is left for functions, channels and uploads under way. */
    synchronized Duration leftForWork() {
        return left(AFTER_WORK);
    }

    /** What is left for closing the rooms. */
    synchronized Duration leftForRooms() {
        return left(AFTER_ROOMS);
    }

    private Duration left(Duration kept) {
        Duration passed = asked.isEmpty() ? Duration.ZERO : Duration.ofNanos(clock.nanos() - asked.getAsLong());
        Duration left = bound.minus(kept).minus(passed);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
