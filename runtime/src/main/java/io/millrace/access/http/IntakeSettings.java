package io.millrace.access.http;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Bounds of bodies that are taken in to be verified.
 *
 * @param directory    where those of more than 64 KiB wait; made when missing. Their files are deleted as soon as they are open
 * @param bodyBytesMax the longest body of any path
 * @param memoryBytes  for all that are not verified yet, or not read by their route
 * @param diskBytes    the same on the disk
 * @param waitersMax   requests that may wait for either
 * @param budgetWait   how long they wait before they are throttled
 * @param bodyWait     how long a body may take to arrive, for each 16 MiB of it
 */
public record IntakeSettings(Path directory, long bodyBytesMax, long memoryBytes, long diskBytes, int waitersMax, Duration budgetWait,
        Duration bodyWait) {

    private static final long MIB = 1024 * 1024;
    private static final long PACE_BYTES = 16 * MIB;

    public IntakeSettings {
        if (bodyBytesMax < 1 || memoryBytes < BodyIntake.CLAIM_BYTES || diskBytes < bodyBytesMax || waitersMax < 1 || !budgetWait.isPositive()
                || !bodyWait.isPositive()) {
            throw new IllegalArgumentException("not bounds of bodies: " + bodyBytesMax + ", " + memoryBytes + " and " + diskBytes + " bytes, "
                    + waitersMax + " waiters, waits of " + budgetWait + " and " + bodyWait);
        }
    }

    /** For bodies up to that length. */
    public static IntakeSettings defaults(Path directory, long bodyBytesMax) {
        return new IntakeSettings(directory, bodyBytesMax, 16 * MIB, Math.max(512 * MIB, bodyBytesMax), 10_000, Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }

    long bodyMillisMax(long bytes) {
        return bodyWait.toMillis() * (1 + bytes / PACE_BYTES);
    }
}
