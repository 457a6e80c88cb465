package io.millrace.video.playback;

import java.time.Duration;

/**
 * Of reading video.
 *
 * @param requestsMax            that may be answered at a time, over all streams; more are told ClientLimitExceededException
 * @param mediaConnectionsMax    of GetMedia to one stream; the service allows 3
 * @param writeWait              how long a client may take to accept a piece of at most 1 MiB before it is cut off
 * @param sharedBytesMax         of segments in memory that several viewers are given; 0: each viewer's are packaged for it alone
 */
public record PlaybackSettings(int requestsMax, int mediaConnectionsMax, Duration writeWait, long sharedBytesMax) {

    private static final int HEAP_SHARE = 16;
    private static final long SHARED_BYTES_LEAST = 2L * 1024 * 1024, SHARED_BYTES_MOST = 64L * 1024 * 1024;

    public PlaybackSettings {
        if (requestsMax < 1 || mediaConnectionsMax < 1 || !writeWait.isPositive() || sharedBytesMax < 0) {
            throw new IllegalArgumentException("out of range: " + requestsMax + ", " + mediaConnectionsMax + ", " + writeWait + ", " + sharedBytesMax);
        }
    }

    /** With a sixteenth of the heap for shared segments, at most 64 MiB. */
    public PlaybackSettings(int requestsMax, int mediaConnectionsMax, Duration writeWait) {
        this(requestsMax, mediaConnectionsMax, writeWait,
                Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_SHARE, SHARED_BYTES_LEAST, SHARED_BYTES_MOST));
    }

    public static PlaybackSettings defaults() {
        return new PlaybackSettings(1_000, 3, Duration.ofSeconds(30));
    }
}
