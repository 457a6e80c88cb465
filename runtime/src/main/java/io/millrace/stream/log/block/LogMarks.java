package io.millrace.stream.log.block;

import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.Checkpoints;
import java.util.Optional;

/** What a log leaves in the checkpoint log, by stream: owner {@code log/<stream>}. */
public final class LogMarks {

    private static final String DURABLE_END = "end/";
    private static final String HORIZON = "horizon/";

    private LogMarks() {
    }

    /** All marks of a stream have this owner. */
    public static String owner(long stream) {
        return "log/" + stream;
    }

    /** A log's durable end, attributes and position as {@link DurableEnd} writes them. */
    public static CheckpointKey durableEndKey(long stream, int stripe) {
        return new CheckpointKey(owner(stream), DURABLE_END + stripe);
    }

    /** A shard's trim horizon; its position is the first that is readable. */
    public static CheckpointKey horizonKey(long stream, int shard) {
        return new CheckpointKey(owner(stream), HORIZON + shard);
    }

    /** Where a log's durable bytes end by the mark it left, if it left one. */
    public static Optional<DurableEnd> durableEnd(Checkpoints checkpoints, long stream, int stripe) {
        return checkpoints.get(durableEndKey(stream, stripe)).map(DurableEnd::of);
    }
}
