package io.millrace.trigger;

import io.micrometer.core.instrument.Gauge;
import io.millrace.catalog.Entry;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.stream.Position;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The lanes of one mapping, made to match what the catalog says. Used by the triggers' own thread only.
 *
 * <p>A lane runs for a shard when the mapping is enabled, the stream is there, the shard is not drained, and its parents are:
 * a shard is drained when its checkpoint has reached its end. A lane whose plan is outdated is stopped, and a new one takes over
 * behind its last checkpoint when it is over, so that there are never two for one shard.
 */
final class MappingRun {

    private final LaneFactory factory;
    private final Checkpoints checkpoints;
    private final TriggerMetrics metrics;
    private final MappingProgress progress;
    private final Function<LanePlan, LaneObserver> observers;
    private final Consumer<Lane> starter;
    private final StreamId stream;
    private final Map<ShardId, Running> lanes = new HashMap<>();
    private final Map<ShardId, Long> notBeforeNanos = new HashMap<>();

    private record Running(Lane lane, Gauge age) {
    }

    /**
     * @param observers who is told of what each lane does
     * @param starter   runs a lane until it is over and then has this mapping looked after again
     */
    MappingRun(Mapping mapping, LaneFactory factory, Checkpoints checkpoints, TriggerMetrics metrics, MappingProgress progress,
            Function<LanePlan, LaneObserver> observers, Consumer<Lane> starter) {
        this.factory = factory;
        this.checkpoints = checkpoints;
        this.metrics = metrics;
        this.progress = progress;
        this.observers = observers;
        this.starter = starter;
        this.stream = mapping.stream();
    }

    StreamId stream() {
        return stream;
    }

    /** Takes away lanes that are over; one that did not end by order or by draining is not started again before the delay is over. */
    void collect(long nowNanos, long restartDelayNanos) {
        for (Iterator<Map.Entry<ShardId, Running>> each = lanes.entrySet().iterator(); each.hasNext();) {
            Map.Entry<ShardId, Running> entry = each.next();
            LaneEnd end = entry.getValue().lane().ended();
            if (end != null) {
                metrics.remove(entry.getValue().age());
                each.remove();
                switch (end) {
                    case STOPPED, ABANDONED, DRAINED -> notBeforeNanos.remove(entry.getKey());
                    case STREAM_GONE, STORE_CLOSED, BROKEN -> notBeforeNanos.put(entry.getKey(), nowNanos + restartDelayNanos);
                }
            }
        }
    }

    /** Starts and stops lanes as the mapping wants; returns whether all are as they should be, and otherwise is to be called again. */
    boolean reconcile(Entry<Mapping> entry, Optional<StreamDescription> description, long nowNanos) {
        Mapping mapping = entry.value();
        if (!mapping.isRunning() || description.isEmpty()) {
            stop();
            if (mapping.isRunning()) {
                progress.result(mapping.uuid(), MappingStatus.STREAM_GONE);
            }
            return lanes.isEmpty();
        }
        boolean settled = true;
        for (Shard shard : description.get().shards()) {
            settled &= reconcile(mapping, description.get(), shard, nowNanos);
        }
        return settled;
    }

    private boolean reconcile(Mapping mapping, StreamDescription description, Shard shard, long nowNanos) {
        Running running = lanes.get(shard.id());
        if (running == null && (isDrained(mapping, shard) || !parentsAreDrained(mapping, description, shard))) {
            return true;
        }
        LanePlan plan = factory.plan(mapping, description, shard);
        if (running != null) {
            shard.end().ifPresent(running.lane()::shardClosed);
            if (running.lane().plan().equals(plan)) {
                return true;
            }
            running.lane().stop();
            return false;
        }
        if (notBeforeNanos.getOrDefault(shard.id(), nowNanos) > nowNanos) {
            return false;
        }
        start(plan, finishedTo(mapping, shard), shard);
        return true;
    }

    private void start(LanePlan plan, Position from, Shard shard) {
        Lane lane = factory.lane(plan, from, observers.apply(plan), new SplittableRandom());
        shard.end().ifPresent(lane::shardClosed);
        metrics.laneStarted();
        lanes.put(shard.id(), new Running(lane, metrics.age(lane)));
        starter.accept(lane);
    }

    /** Everything before it is finished, for this mapping. */
    private Position finishedTo(Mapping mapping, Shard shard) {
        return checkpoints.get(LaneFactory.checkpointKey(mapping, shard)).map(Checkpoint::position).map(Position::new)
                .or(() -> mapping.start(shard.id())).orElse(Position.START);
    }

    private boolean isDrained(Mapping mapping, Shard shard) {
        return shard.end().filter(end -> finishedTo(mapping, shard).compareTo(end) >= 0).isPresent();
    }

    /** A parent that is no longer listed has expired with all its records. */
    private boolean parentsAreDrained(Mapping mapping, StreamDescription description, Shard shard) {
        return Stream.of(shard.parent(), shard.adjacentParent()).flatMap(Optional::stream).map(description::shard)
                .flatMap(Optional::stream).allMatch(parent -> isDrained(mapping, parent));
    }

    void stop() {
        lanes.values().forEach(running -> running.lane().stop());
    }

    void abandon() {
        lanes.values().forEach(running -> running.lane().abandon());
    }

    Collection<Lane> lanes() {
        return lanes.values().stream().map(Running::lane).toList();
    }

    boolean isIdle() {
        return lanes.isEmpty();
    }
}
