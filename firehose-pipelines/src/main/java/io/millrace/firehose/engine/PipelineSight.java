package io.millrace.firehose.engine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.clock.Clock;
import io.millrace.firehose.buffer.Spools;
import io.millrace.firehose.deliver.Deliveries;
import io.millrace.firehose.registry.DeliveryStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is seen of a pipeline: {@code millrace.firehose.in.records, .in.bytes} (counted when durable, of a Kinesis source when read), {@code .undelivered.age} in seconds,
 * {@code .undelivered.bytes} on the disk, {@code .partitions}, {@code .parcels}, all by stream; and whether its share of the disk is spent. Any thread.
 */
final class PipelineSight {

    private static final String PREFIX = "millrace.firehose.";

    private final MeterRegistry registry;
    private final Clock clock;
    private final long shareBytes;
    private final Counter inRecords;
    private final Counter inBytes;
    private final List<Meter> gauges;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final AtomicLong putSinceMeasured = new AtomicLong();
    private volatile long diskBytes;
    private volatile long partitions;
    private volatile long parcels;
    private volatile long oldestArrivedAtMillis = Long.MAX_VALUE;

    PipelineSight(PipelineContext context, DeliveryStream stream) {
        this.registry = context.meters();
        this.clock = context.clock();
        this.shareBytes = context.settings().undeliveredBytesMax();
        Tags tags = Tags.of("stream", stream.name());
        inRecords = registry.counter(PREFIX + "in.records", tags);
        inBytes = registry.counter(PREFIX + "in.bytes", tags);
        gauges = List.of(
                Gauge.builder(PREFIX + "undelivered.age", this, PipelineSight::ageSeconds).baseUnit("seconds").tags(tags).register(registry),
                Gauge.builder(PREFIX + "undelivered.bytes", this, sight -> sight.diskBytes).tags(tags).register(registry),
                Gauge.builder(PREFIX + "partitions", this, sight -> sight.partitions).tags(tags).register(registry),
                Gauge.builder(PREFIX + "parcels", this, sight -> sight.parcels).tags(tags).register(registry));
    }

    private double ageSeconds() {
        long oldest = oldestArrivedAtMillis;
        return oldest == Long.MAX_VALUE ? 0 : Math.max(0, clock.millis() - oldest) / 1000.0;
    }

    /** Records were put and are durable; they take room here. */
    void put(int records, long bytes) {
        received(records, bytes);
        putSinceMeasured.addAndGet(bytes);
    }

    /** Records were read of a source that keeps them itself. */
    void received(int records, long bytes) {
        inRecords.increment(records);
        inBytes.increment(bytes);
    }

    /** @param oldestArrivedAt arrival of the oldest record that is not delivered; {@link Long#MAX_VALUE}: there is none */
    void show(Spools spools, Deliveries deliveries, long oldestArrivedAt) {
        partitions = spools.activePartitions();
        parcels = deliveries.pending();
        oldestArrivedAtMillis = oldestArrivedAt;
    }

    /** What its files take now. */
    void measured(long bytes) {
        diskBytes = bytes;
        putSinceMeasured.set(0);
    }

    boolean isShareSpent() {
        return diskBytes + putSinceMeasured.get() > shareBytes;
    }

    /** Whether no tick is under way; then this one is. */
    boolean mayTick() {
        return ticking.compareAndSet(false, true);
    }

    void ticked() {
        ticking.set(false);
    }

    void close() {
        gauges.forEach(registry::remove);
    }
}
