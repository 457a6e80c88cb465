package io.millrace.video.ingest;

import io.millrace.video.ack.AckError;

/**
 * What a connection's timecodes mean.
 *
 * @param startMillis since the epoch, what timecodes count from; 0 when they are absolute
 */
public record ProducerTime(long startMillis) {

    /** The year 10000 begins. */
    private static final long MILLIS_LIMIT = 253_402_300_800_000L;
    public static final ProducerTime ABSOLUTE = new ProducerTime(0);

    /** @return since the epoch */
    long at(long timecodeMillis) {
        if (timecodeMillis >= MILLIS_LIMIT || startMillis + timecodeMillis < 0 || startMillis + timecodeMillis >= MILLIS_LIMIT) {
            throw new FragmentRefused(AckError.INVALID_PRODUCER_TIMESTAMP, "producer time out of range: " + startMillis + " + " + timecodeMillis);
        }
        return startMillis + timecodeMillis;
    }
}
