package io.millrace.checkpoint.local;

import java.time.Duration;

/**
 * How checkpoints are kept.
 *
 * @param writeBehind       the longest a change waits before it is written; at most 100 ms by the promise
 * @param attributeBytesMax all attributes together, in memory; a put beyond it is refused
 * @param checkpointsMax    how many there may be; a put of one more is refused
 * @param rotateAboveBytes  the journal starts a new generation beyond this size, and beyond four times its snapshot
 */
public record CheckpointSettings(Duration writeBehind, long attributeBytesMax, int checkpointsMax, long rotateAboveBytes) {

    private static final Duration WRITE_BEHIND_MAX = Duration.ofMillis(100);

    public CheckpointSettings {
        if (writeBehind.isNegative() || writeBehind.compareTo(WRITE_BEHIND_MAX) > 0) {
            throw new IllegalArgumentException("checkpoints are written within 100 ms: " + writeBehind);
        }
        if (attributeBytesMax < 0 || checkpointsMax < 1 || rotateAboveBytes < 1) {
            throw new IllegalArgumentException("checkpoint bounds must be positive");
        }
    }

    public static CheckpointSettings defaults() {
        return new CheckpointSettings(Duration.ofMillis(50), 64L * 1024 * 1024, 1_000_000, 16L * 1024 * 1024);
    }
}
