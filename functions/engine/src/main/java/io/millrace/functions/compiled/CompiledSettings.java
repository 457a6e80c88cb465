package io.millrace.functions.compiled;

import java.time.Duration;

/**
 * The bounds on compiled-in functions.
 *
 * @param threads            on which they run; as many may run at a time
 * @param threadsPerFunction of one function
 * @param waitingMax         invocations of triggers that wait for a thread, over all functions; beyond, they are throttled
 * @param timeout            after which an invocation has failed, from when it runs; and as long it may have waited before
 */
public record CompiledSettings(int threads, int threadsPerFunction, int waitingMax, Duration timeout) {

    private static final int THREADS_LEAST = 8, WAITING = 4096;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    public CompiledSettings {
        if (threadsPerFunction < 1 || threads < threadsPerFunction || waitingMax < 0) {
            throw new IllegalArgumentException("not bounds of compiled-in functions: " + threads + " threads, " + threadsPerFunction
                    + " a function, " + waitingMax + " waiting");
        }
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.toSeconds() > 900) {
            throw new IllegalArgumentException("the timeout of compiled-in functions is 1 to 900 s, not " + timeout);
        }
    }

    /** The defaults for a machine with so many processors. */
    public static CompiledSettings defaults(int processors) {
        int threads = Math.max(THREADS_LEAST, 2 * processors);
        return new CompiledSettings(threads, threads / 2, WAITING, TIMEOUT);
    }
}
