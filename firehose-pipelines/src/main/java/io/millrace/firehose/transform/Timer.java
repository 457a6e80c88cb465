package io.millrace.firehose.transform;

import java.time.Duration;

/** Runs something later, on a thread that must not be kept. */
public interface Timer {

    void after(Duration wait, Runnable task);
}
