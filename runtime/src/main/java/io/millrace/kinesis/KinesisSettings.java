package io.millrace.kinesis;

import java.time.Duration;

/**
 * How the API behaves where that is a choice.
 *
 * @param ratesEnforced  whether each shard is held to AWS's rates (1,000 records/s and 1 MiB/s in, 2 MiB/s and 5 reads/s out).
 *                       Switch it on to try how an application bears throttling
 * @param replyWait      how long a GetRecords waits for memory before it is throttled
 */
public record KinesisSettings(boolean ratesEnforced, Duration replyWait) {

    public KinesisSettings {
        if (!replyWait.isPositive()) {
            throw new IllegalArgumentException("no time to wait for memory: " + replyWait);
        }
    }

    public static KinesisSettings defaults() {
        return new KinesisSettings(false, Duration.ofSeconds(5));
    }
}
