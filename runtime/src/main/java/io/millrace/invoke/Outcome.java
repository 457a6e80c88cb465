package io.millrace.invoke;

import java.time.Duration;
import java.util.OptionalInt;

/** How an invocation ended. */
public sealed interface Outcome {

    /**
     * The function returned.
     *
     * @param finished how many of the event's records are finished, from the first on, where the function said that others are not; the
     *                 rest is to be delivered again. Empty: all
     */
    record Done(byte[] payload, Duration took, OptionalInt finished) implements Outcome {
        public Done(byte[] payload, Duration took) {
            this(payload, took, OptionalInt.empty());
        }
    }

    /**
     * The function failed: it threw, timed out, exited, or answered too much.
     *
     * @param kind    as in X-Amz-Function-Error, {@code Handled} or {@code Unhandled}
     * @param payload the error as the Lambda API returns it, JSON
     */
    record Failed(String kind, byte[] payload, Duration took) implements Outcome {
    }

    /** No worker could be had within the bounds; nothing was run. */
    record Throttled(Duration retryAfter) implements Outcome {
    }

    /** There is no such function, or it cannot run now (pending, failed, being deleted); nothing was run. */
    record Unavailable(String reason) implements Outcome {
    }
}
