package io.millrace.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.millrace.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT. Quarkus' own handlers end the process with 128 + the signal's number; a stop that was asked for and
 * went well ends with 0, so ours take their place. Install them after Quarkus has started.
 */
public final class StopSignals {

    /** A stop that takes longer is cut short with exit code {@link #OVERDUE}. Nothing acknowledged is lost by it. */
    static final Duration STOP_MAX = Duration.ofSeconds(25);
    static final int OVERDUE = 3;

    private static final Logger LOGGER = LoggerFactory.getLogger(StopSignals.class);

    private StopSignals() {
    }

    /** Calls back on the first signal, on a thread of the JVM's, and sees to it that the process ends in time. */
    public static void onStop(Runnable stop) {
        AtomicBoolean asked = new AtomicBoolean();
        Runnable once = () -> {
            if (asked.compareAndSet(false, true)) {
                Thread.ofPlatform().daemon().name("stop-deadline").start(StopSignals::endWhenOverdue);
                stop.run();
            }
        };
        Signal.handle(new Signal("TERM"), signal -> once.run());
        Signal.handle(new Signal("INT"), signal -> once.run());
    }

    private static void endWhenOverdue() {
        long deadline = Clock.SYSTEM.nanos() + STOP_MAX.toNanos();
        for (long left = STOP_MAX.toNanos(); left > 0; left = deadline - Clock.SYSTEM.nanos()) {
            LockSupport.parkNanos(left);
        }
        LOGGER.atError().addKeyValue("seconds", STOP_MAX.toSeconds()).log("stop overdue, ending the process");
        Runtime.getRuntime().halt(OVERDUE);
    }
}
