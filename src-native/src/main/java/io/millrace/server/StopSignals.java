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

    /** The exit code of a stop that was not whole: a step of it hung, or its bound had passed. Nothing acknowledged is lost by it. */
    static final int OVERDUE = 3;
    /** How long a stop may take, unless set otherwise. */
    public static final Duration STOP_USUAL = StopDeadline.FUNCTIONS_USUAL.plus(StopDeadline.REST_OF_STOP);

    private static final Logger LOGGER = LoggerFactory.getLogger(StopSignals.class);
    private static final CompletableFuture<Void> ASKED = new CompletableFuture<>();
    private static final StopDeadline DEADLINE = new StopDeadline(Clock.SYSTEM);
    private static volatile boolean cutShort;

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

    /** When the stop of this process has to be over. */
    static StopDeadline deadline() {
        return DEADLINE;
    }

    /** The stop leaves steps behind that have not ended. */
    static void cutShort() {
        cutShort = true;
    }

    /** What a program that has stopped ends with, if it would end with {@code usual}. */
    public static int exitCode(int usual) {
        return cutShort && usual == 0 ? OVERDUE : usual;
    }

    /** Runs once a stop is asked for, on the signal's thread; at once when it has been. */
    public static void onStop(Runnable stop) {
        ASKED.thenRun(stop);
    }

    private static void asked() {
        DEADLINE.begin();
        if (!ASKED.isDone()) {
            Thread.ofPlatform().daemon().name("stop-deadline").start(StopSignals::endWhenOverdue);
            ASKED.complete(null);
        }
    }

    private static void endWhenOverdue() {
        for (Duration left = DEADLINE.left(); left.isPositive(); left = DEADLINE.left()) {
            LockSupport.parkNanos(left.toNanos());
        }
        LOGGER.atError().addKeyValue("seconds", DEADLINE.bound().toSeconds()).log("stop overdue, ending the process");
        Runtime.getRuntime().halt(OVERDUE);
    }
}
