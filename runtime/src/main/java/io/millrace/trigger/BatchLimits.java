package io.millrace.trigger;

import java.time.Duration;

/**
 * When a batch is full.
 *
 * @param records    1 to 10,000
 * @param window     how long to gather records from the first one on; zero: only what is there
 * @param eventBytes the largest serialized event
 */
public record BatchLimits(int records, Duration window, int eventBytes) {

    public BatchLimits {
        if (records < 1 || window.isNegative() || eventBytes < 1) {
            throw new IllegalArgumentException("no batch fits: " + records + " records, " + window + ", " + eventBytes + " bytes");
        }
    }
}
