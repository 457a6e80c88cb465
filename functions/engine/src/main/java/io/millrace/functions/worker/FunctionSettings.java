package io.millrace.functions.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How functions are run.
 *
 * @param runtimeDirectory only this server's and the same after a restart, outside the data directory, emptied at start: code copies,
 *                         scratch directories, the pids of workers
 * @param logsDirectory    a log file for each function
 * @param logBytesMax      of a function's log file; there are at most two
 * @param javaHome         the Java that runs functions; empty: what {@link WorkerJdk#find} finds
 * @param initMax          how long a worker may take until it is ready; raise it on busy machines
 * @param firstUid         where functions run as users of their own, the first of these; needs root
 * @param uidCount         how many; 0: as the server's own user, which is no isolation
 * @param limits           of the pool
 */
public record FunctionSettings(Path runtimeDirectory, Path logsDirectory, long logBytesMax, Optional<Path> javaHome, Duration initMax,
        int firstUid, int uidCount, PoolLimits limits) {

    public FunctionSettings {
        if (uidCount < 0 || uidCount > 0 && firstUid < 1) {
            throw new IllegalArgumentException("not a range of users: " + uidCount + " from " + firstUid);
        }
    }

    /**
     * The defaults for a machine.
     *
     * @param memoryBytes of the machine: workers get half of it, one function at most half of that
     */
    public static FunctionSettings defaults(Path runtimeDirectory, Path logsDirectory, long memoryBytes, int processors) {
        PoolLimits limits = new PoolLimits(memoryBytes / 2, memoryBytes / 4, Math.max(2, processors), 4096, Duration.ofSeconds(1),
                Duration.ofMinutes(5), Duration.ofHours(12));
        return new FunctionSettings(runtimeDirectory, logsDirectory, 8L * 1024 * 1024, Optional.empty(), Duration.ofSeconds(10), 0, 0, limits);
    }
}
