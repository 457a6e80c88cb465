package io.millrace.trigger;

import io.millrace.checkpoint.CheckpointKey;
import io.millrace.identity.Identity;
import io.millrace.kinesis.event.EventSource;
import io.millrace.kinesis.event.KinesisEventFormat;
import io.millrace.stream.Position;
import io.millrace.stream.Shard;
import io.millrace.stream.StreamDescription;
import java.util.random.RandomGenerator;

/** Plans lanes and puts them together. */
final class LaneFactory {

    private static final int BATCHES_HELD = 2;

    private final LanePorts ports;
    private final Identity identity;
    private final TriggerSettings settings;
    private final WindowBudget budget;

    LaneFactory(LanePorts ports, Identity identity, TriggerSettings settings) {
        this.ports = ports;
        this.identity = identity;
        this.settings = settings;
        this.budget = new WindowBudget(settings.windowTotalBytes());
    }

    static CheckpointKey checkpointKey(Mapping mapping, Shard shard) {
        return new CheckpointKey(mapping.checkpointOwner(), mapping.stream() + "/" + shard.id().index());
    }

    LanePlan plan(Mapping mapping, StreamDescription stream, Shard shard) {
        Mapping.Options options = mapping.options();
        String role = ports.invoker().executionRole(mapping.functionName());
        return new LanePlan(mapping.uuid(), stream.key(shard), mapping.functionName(),
                new BatchLimits(options.batchSize(), options.window(), settings.eventBytesMax()), options.retryAttempts(), options.bisect(),
                new EventSource(shard.id(), identity.region(), mapping.streamArn(), role), checkpointKey(mapping, shard));
    }

    Lane lane(LanePlan plan, Position start, LaneObserver observer, RandomGenerator random) {
        KinesisEventFormat format = new KinesisEventFormat(plan.source());
        RetryPolicy retries = new RetryPolicy(plan.retriesMax(), settings.firstRetry(), settings.longestRetry(), random);
        LaneWindow window = new LaneWindow(budget, settings.windowFloorBytes(), settings.windowMostBytes(), plan.limits().records() * BATCHES_HELD);
        LaneCore core = new LaneCore(start, new BatchBuilder(plan.limits(), format::lengthOf), retries, plan.bisect(), window, ports.clock().nanos());
        return new Lane(plan, ports, core, format, observer);
    }
}
