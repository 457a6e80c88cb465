package io.millrace.firehose.config;

import java.time.Duration;

/**
 * When a buffer is delivered: at whichever comes first.
 *
 * @param sizeMib  1 to 128
 * @param interval 0 to 900 s; 0 delivers at once
 */
public record BufferingConfig(int sizeMib, Duration interval) {

    public BufferingConfig {
        if (sizeMib < 1 || interval.isNegative()) {
            throw new IllegalArgumentException("not buffering hints: " + sizeMib + " MiB, " + interval);
        }
    }
}
