package io.millrace.firehose.engine;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Limits of delivery streams.
 *
 * @param streamsMax            how many there may be
 * @param undeliveredBytesMax   what one delivery stream may keep on the disk, all copies counted; beyond it puts are refused (503)
 *                              until something is delivered. Raise it to bear longer outages of a destination
 * @param freeBytesMin          puts are refused while the file system has less room, so that what was accepted can still be processed
 * @param putBytesPerSecondMax  the throughput each delivery stream is held to; empty: none
 * @param activePartitionsMax   of dynamic partitioning; beyond it records go to the error prefix
 * @param parcelsMax            parcels of a delivery stream that wait for delivery; then its log is not read on
 * @param formatsMax            parcels of a delivery stream that are made at a time
 * @param uploadsMax            uploads of a delivery stream at a time
 * @param appendBytes           outcomes are logged in batches of about so many bytes; a larger single one is a batch of its own
 * @param laneThreads           threads that all lanes share
 * @param formatThreads         threads that make parcels, for all delivery streams
 * @param smallBuffers          whether conversion and partitioning may buffer less than 64 MiB; for tests of applications
 * @param stopWait              how long a stop waits for uploads that are under way
 */
public record FirehoseSettings(int streamsMax, long undeliveredBytesMax, long freeBytesMin, OptionalLong putBytesPerSecondMax,
        int activePartitionsMax, int parcelsMax, int formatsMax, int uploadsMax, int appendBytes, int laneThreads, int formatThreads,
        boolean smallBuffers, Duration stopWait) {

    public FirehoseSettings {
        if (streamsMax < 1 || undeliveredBytesMax < 1 || freeBytesMin < 0 || activePartitionsMax < 1 || parcelsMax < 1 || formatsMax < 1
                || uploadsMax < 1 || appendBytes < 1 || laneThreads < 1 || formatThreads < 1 || stopWait.isNegative()) {
            throw new IllegalArgumentException("a limit of delivery streams is out of range");
        }
    }

    public static FirehoseSettings defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new FirehoseSettings(5_000, 16L << 30, 512L << 20, OptionalLong.empty(), 500, 32, 2, 4, 2 << 20,
                Math.max(2, processors / 2), Math.max(2, processors), false, Duration.ofSeconds(5));
    }
}
