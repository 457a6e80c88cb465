package io.millrace.firehose.deliver;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long a parcel waits after a failure: 1 s, doubled each time, give or take 15 %, at most 120 s; longer where the destination asks for it. Pure. */
final class Backoff {

    private static final long FIRST_MILLIS = 1_000, MOST_MILLIS = 120_000;
    private static final double JITTER = 0.15;
    private static final int DOUBLINGS_MAX = 7;

    private Backoff() {
    }

    /** @param failures so far, at least 1 */
    static long millis(int failures, Optional<Duration> asked, RandomGenerator random) {
        long plain = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, DOUBLINGS_MAX));
        long jittered = Math.min(MOST_MILLIS, Math.round(plain * (1 - JITTER + 2 * JITTER * random.nextDouble())));
        return Math.max(jittered, asked.map(Duration::toMillis).orElse(0L));
    }
}
