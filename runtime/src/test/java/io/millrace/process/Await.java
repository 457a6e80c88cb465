package io.millrace.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for a condition of another process, which cannot wake us. */
public final class Await {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private Await() {
    }

    /**
     * Returns once the condition holds.
     *
     * @param description called only on failure; what was still so when the bound had passed
     * @throws AssertionError when the bound has passed
     */
    public static void until(Duration bound, BooleanSupplier condition, Supplier<String> description) {
        if (!holds(bound, condition)) {
            throw new AssertionError("after " + bound + " still not: " + description.get());
        }
    }

    /** Whether the condition came to hold within the bound. */
    public static boolean holds(Duration bound, BooleanSupplier condition) {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return true;
    }
}
