package io.millrace.firehose.engine;

import io.millrace.stream.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lanes of a pipeline's source shards. On the pipeline's lane. */
final class Sources {

    private final List<SourceLane> lanes = new ArrayList<>();

    /** @param next where each shard is to be read from, as far as anything is known of it */
    void start(PipelineParts parts, List<SourceShard> shards, Map<Integer, Position> next) {
        for (SourceShard shard : shards) {
            SourceLane lane = new SourceLane(parts, shard.store(), shard.key(), shard.reading(),
                    next.getOrDefault(shard.key().shard().index(), shard.start()));
            lanes.add(lane);
            lane.start();
        }
    }

    void step() {
        lanes.forEach(SourceLane::step);
    }

    void stop() {
        lanes.forEach(SourceLane::stop);
    }

    /** Arrival of the oldest record that was read and has no outcomes in the log; {@link Long#MAX_VALUE}: there is none. */
    long oldestArrivedAtMillis() {
        return lanes.stream().mapToLong(SourceLane::oldestArrivedAtMillis).min().orElse(Long.MAX_VALUE);
    }
}
