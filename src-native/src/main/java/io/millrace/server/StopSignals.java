package io.millrace.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import io.millrace.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT: the first of them asks the process to stop, further ones change nothing. Quarkus' own handlers end the process
 * with 128 + the signal's number; a stop that was asked for and went well ends with 0, so ours take their place. State of the process,
 * as signals are. Any thread.
 */
public final class StopSignals {

    /** Until the settings are known. */
    public static final Duration STOP_USUAL = Duration.ofSeconds(25);
    /** The exit code of a stop that took longer than its bound and was cut short. Nothing acknowledged is lost by it. */
    static final int OVERDUE = 3;
    /** What a stop may take beside waiting for functions: requests under way, workers, logs, checkpoints. */
    private static final Duration REST_OF_STOP = Duration.ofSeconds(15);

    private static final Logger LOGGER = LoggerFactory.getLogger(StopSignals.class);
    private static final CompletableFuture<Void> ASKED = new CompletableFuture<>();
    private static volatile Duration bound = STOP_USUAL;

    private StopSignals() {
    }

    /**
     * Takes the signals from whoever has them now. Called before Quarkus starts and again when it has taken them: a signal meanwhile
     * ends the process too, with Quarkus' exit code.
     */
    public static void take() {
        Signal.handle(new Signal("TERM"), signal -> asked());
        Signal.handle(new Signal("INT"), signal -> asked());
    }

    /** Bounds the stop by what functions may take and what the rest does. */
    static void allow(Duration functions) {
        bound = functions.plus(REST_OF_STOP);
    }

    /** Runs once a stop is asked for, on the signal's thread; at once when it has been. */
    public static void onStop(Runnable stop) {
        ASKED.thenRun(stop);
    }

    private static void asked() {
        if (!ASKED.isDone()) {
            Thread.ofPlatform().daemon().name("stop-deadline").start(StopSignals::endWhenOverdue);
            ASKED.complete(null);
        }
    }

    private static void endWhenOverdue() {
        long asked = Clock.SYSTEM.nanos();
        for (long left = bound.toNanos(); left > 0; left = bound.toNanos() - (Clock.SYSTEM.nanos() - asked)) {
            LockSupport.parkNanos(left);
        }
        LOGGER.atError().addKeyValue("seconds", bound.toSeconds()).log("stop overdue, ending the process");
        Runtime.getRuntime().halt(OVERDUE);
    }
}
