package io.millrace.firehose.buffer;

import java.time.Duration;

/**
 * When a spool is sealed: at whichever comes first.
 *
 * @param bytesMax   of records; a larger single record has a spool of its own
 * @param recordsMax at least 1
 * @param interval   after the first record; zero seals at once
 */
public record BufferLimits(long bytesMax, long recordsMax, Duration interval) {

    public BufferLimits {
        if (bytesMax < 1 || recordsMax < 1 || interval.isNegative()) {
            throw new IllegalArgumentException("not limits of a buffer: " + bytesMax + " bytes, " + recordsMax + " records, " + interval);
        }
    }
}
