package io.millrace.firehose.engine;

import io.millrace.stream.StreamId;

/** How much of the disk there is and is used. Blocks; on the upkeep thread. */
public interface SpaceGauge {

    /** What a delivery stream's log and parcels take, in bytes. */
    long usedBytes(StreamId stream);

    /** What may still be written. */
    long usableBytes();
}
