package io.millrace.server;

import sun.misc.Signal;

/**
 * SIGTERM and SIGINT. Quarkus' own handlers end the process with 128 + the signal's number; a stop that was asked for and
 * went well ends with 0, so ours take their place. Install them after Quarkus has started.
 */
public final class StopSignals {

    private StopSignals() {
    }

    /** Calls back on the first and every further signal, on a thread of the JVM's. */
    public static void onStop(Runnable stop) {
        Signal.handle(new Signal("TERM"), signal -> stop.run());
        Signal.handle(new Signal("INT"), signal -> stop.run());
    }
}
