package io.millrace.trigger;

import io.millrace.checkpoint.CheckpointKey;
import io.millrace.kinesis.event.EventSource;
import io.millrace.stream.ShardKey;

/**
 * What a lane does: which shard goes to which function, and how. Lanes of equal plans are the same.
 *
 * @param checkpoint where it keeps how far it is
 */
record LanePlan(String mapping, ShardKey shard, String functionName, BatchLimits limits, int retriesMax, boolean bisect, EventSource source,
        CheckpointKey checkpoint) {

    /** The lane's name where turns for scarce workers are given, in logs and as thread name. */
    String name() {
        return mapping + "/" + shard.shard().index();
    }
}
