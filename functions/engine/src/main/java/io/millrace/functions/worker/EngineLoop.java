package io.millrace.functions.worker;

import java.time.Duration;

/** The one thread on which all decisions about workers are made, one after the other. Steps never block. */
interface EngineLoop {

    /** Runs the step soon; from any thread. */
    void execute(Runnable step);

    Timer after(Duration wait, Runnable step);

    /** A step that waits for its time. */
    interface Timer {
        /** On the loop: it will not run. */
        void cancel();
    }
}
