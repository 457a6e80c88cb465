package io.millrace.functions.worker;

import java.time.Duration;

/**
 * The pool's bounds.
 *
 * @param memoryBytes         of all workers together, by their functions' MemorySize
 * @param functionMemoryBytes of one function's workers; one worker is always allowed if it fits into the whole
 * @param startsMax           workers that initialise at the same time, since a start is busy with its CPU
 * @param waitingMax          invocations that wait for a worker, over all functions; beyond, callers are throttled
 * @param patience            how long a function without room waits until others, which have more, must make room
 * @param idleMax             a worker that has waited so long is ended
 * @param ageMax              a worker that has lived so long is ended when it is idle
 */
public record PoolLimits(long memoryBytes, long functionMemoryBytes, int startsMax, int waitingMax, Duration patience, Duration idleMax,
        Duration ageMax) {

    public PoolLimits {
        if (memoryBytes <= 0 || functionMemoryBytes <= 0 || startsMax <= 0 || waitingMax <= 0) {
            throw new IllegalArgumentException("bounds of the worker pool must be positive");
        }
    }
}
