package io.millrace.video.playback;

import java.time.Duration;

/**
 * Of reading video.
 *
 * @param requestsMax            that may be answered at a time, over all streams; more are told ClientLimitExceededException
 * @param mediaConnectionsMax    of GetMedia to one stream; the service allows 3
 * @param writeWait              how long a client may take to accept a piece of at most 1 MiB before it is cut off
 */
public record PlaybackSettings(int requestsMax, int mediaConnectionsMax, Duration writeWait) {

    public PlaybackSettings {
        if (requestsMax < 1 || mediaConnectionsMax < 1 || writeWait.isNegative() || writeWait.isZero()) {
            throw new IllegalArgumentException("out of range: " + requestsMax + ", " + mediaConnectionsMax + ", " + writeWait);
        }
    }

    public static PlaybackSettings defaults() {
        return new PlaybackSettings(1_000, 3, Duration.ofSeconds(30));
    }
}
