package io.millrace.video.body;

import io.millrace.video.ingest.IngestLimits;
import java.time.Duration;

/**
 * How producers are served.
 *
 * @param limits             what a fragment may be
 * @param idleTimeout        a connection on which nothing comes for this long is told IDLE and ended; so is one whose acknowledgements
 *                           fill every buffer and are not read for this long
 * @param silentAfter        likewise, a connection gives way to a new one to the same stream
 * @param commitsMax         of one connection that are under way
 * @param bytesPerSecondMax  of one connection; a faster one is read more slowly; 0: as fast as it comes
 * @param fragmentsPerSecondMax likewise
 */
public record IngestSettings(IngestLimits limits, Duration idleTimeout, Duration silentAfter, int commitsMax, long bytesPerSecondMax,
        int fragmentsPerSecondMax) {

    public IngestSettings {
        if (!idleTimeout.isPositive() || silentAfter.isNegative() || commitsMax < 1 || bytesPerSecondMax < 0 || fragmentsPerSecondMax < 0) {
            throw new IllegalArgumentException("ingest setting out of range: " + idleTimeout + ", " + silentAfter + ", " + commitsMax
                    + ", " + bytesPerSecondMax + ", " + fragmentsPerSecondMax);
        }
    }

    /** The service's times; no rates. */
    public static IngestSettings defaults() {
        return new IngestSettings(IngestLimits.defaults(), Duration.ofSeconds(30), Duration.ofSeconds(5), 4, 0, 0);
    }

    /** Other rates; 0: none. The service's are 12.5 MB and 5 fragments. */
    public IngestSettings withRates(long bytesPerSecond, int fragmentsPerSecond) {
        return new IngestSettings(limits, idleTimeout, silentAfter, commitsMax, bytesPerSecond, fragmentsPerSecond);
    }

    /** Other times. */
    public IngestSettings withTimes(Duration idle, Duration silent) {
        return new IngestSettings(limits, idle, silent, commitsMax, bytesPerSecondMax, fragmentsPerSecondMax);
    }
}
