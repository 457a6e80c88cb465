package io.millrace.trigger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.clock.Clock;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The triggers' meters: {@code millrace.trigger.records|batches|retries|dropped} (counters by mapping; records and batches are
 * those a function has done, dropped are records), {@code millrace.trigger.lanes} (gauge by state) and
 * {@code millrace.iterator.age} (gauge by mapping and shard, seconds: age of the oldest record that is not finished, 0 when
 * caught up).
 */
final class TriggerMetrics {

    private static final double MILLIS_PER_SECOND = 1000;

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<LaneCore.Phase, AtomicInteger> lanes = new EnumMap<>(LaneCore.Phase.class);

    /** One mapping's counters. */
    record OfMapping(Counter records, Counter batches, Counter retries, Counter dropped) {
    }

    TriggerMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        for (LaneCore.Phase phase : LaneCore.Phase.values()) {
            AtomicInteger count = new AtomicInteger();
            lanes.put(phase, count);
            if (phase != LaneCore.Phase.ENDED) {
                Gauge.builder("millrace.trigger.lanes", count, AtomicInteger::get)
                        .tag("state", phase.name().toLowerCase(Locale.ROOT)).register(registry);
            }
        }
    }

    OfMapping of(String mapping) {
        return new OfMapping(counter("millrace.trigger.records", mapping), counter("millrace.trigger.batches", mapping),
                counter("millrace.trigger.retries", mapping), counter("millrace.trigger.dropped", mapping));
    }

    private Counter counter(String name, String mapping) {
        return Counter.builder(name).tag("mapping", mapping).register(registry);
    }

    void forget(OfMapping counters) {
        registry.remove(counters.records());
        registry.remove(counters.batches());
        registry.remove(counters.retries());
        registry.remove(counters.dropped());
    }

    void laneStarted() {
        lanes.get(LaneCore.Phase.GATHERING).incrementAndGet();
    }

    void laneMoved(LaneCore.Phase before, LaneCore.Phase now) {
        lanes.get(before).decrementAndGet();
        lanes.get(now).incrementAndGet();
    }

    /** The gauge of a lane's age; to be removed when the lane is over. */
    Gauge age(Lane lane) {
        return Gauge.builder("millrace.iterator.age", lane, this::ageSeconds).baseUnit("seconds")
                .tag("mapping", lane.plan().mapping()).tag("shard", lane.plan().shard().shard().wire()).register(registry);
    }

    void remove(Gauge gauge) {
        registry.remove(gauge);
    }

    private double ageSeconds(Lane lane) {
        long oldest = lane.oldestArrivedAtMillis();
        return oldest < 0 ? 0 : Math.max(0, clock.millis() - oldest) / MILLIS_PER_SECOND;
    }
}
