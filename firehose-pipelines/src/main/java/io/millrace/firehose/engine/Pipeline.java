package io.millrace.firehose.engine;

import io.millrace.clock.Clock;
import io.millrace.firehose.buffer.OutcomeCodec;
import io.millrace.firehose.buffer.SealedSpool;
import io.millrace.firehose.buffer.Spools;
import io.millrace.firehose.deliver.Deliveries;
import io.millrace.firehose.deliver.OutletSet;
import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.seal.RecordSeal;
import io.millrace.firehose.source.InputCodec;
import io.millrace.firehose.source.PutReading;
import io.millrace.firehose.source.SourceProgress;
import io.millrace.firehose.transform.Chain;
import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.ShardKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One delivery stream at work. Everything happens on its lane; {@link #tick} wants to be called every 100 ms or so. The outcome log is read
 * on while there is room for parcels; a failing spool makes it be read again from the watermark.
 */
final class Pipeline implements PipelineParts, OutcomeReading.Owner {

    private static final Logger LOGGER = LoggerFactory.getLogger(Pipeline.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PipelineContext context;
    private final SerialLane lane;
    private final OutcomeCodec outcomes;
    private final SourceProgress progress;
    private final PipelineSight sight;
    private final Trimming trimming;
    private final BooleanSupplier diskShort;
    private final Unread unread = new Unread();
    private final Sources sources = new Sources();
    private DeliveryStream stream;
    private Configured configured;
    private Deliveries deliveries;
    private Spools spools;
    private BufferReader buffer;
    private OutcomeReading reading;
    private boolean stopped;
    private volatile boolean open;

    /** @param diskShort whether the disk has no room for what need not be taken; any thread */
    Pipeline(PipelineContext context, DeliveryStream stream, BooleanSupplier diskShort) {
        this.context = context;
        this.diskShort = diskShort;
        this.stream = stream;
        this.lane = new SerialLane(context.lanes(), stream.name());
        this.outcomes = new OutcomeCodec(new RecordSeal(context.keys()));
        this.progress = new SourceProgress(context.checkpoints(), stream.id());
        this.sight = new PipelineSight(context, stream);
        this.trimming = new Trimming(context.store(), progress, stream, lane);
    }

    /** Opens, and tries again until it is open or stopped. */
    void open() {
        lane.execute(this::openNow);
    }

    boolean isOpen() {
        return open;
    }

    DeliveryStream stream() {
        return stream;
    }

    PipelineSight sight() {
        return sight;
    }

    private void openNow() {
        if (stopped) {
            return;
        }
        Configured opened = null;
        try {
            opened = Configured.open(stream, context);
            Deliveries.Surroundings around = new Deliveries.Surroundings(stream.name(), lane, context.formats(), context.uploads(), context.clock(),
                    context.random(), context.errorEncoder(), context.meters(), context.settings().formatsMax(), context.settings().uploadsMax(),
                    this::pump);
            deliveries = Deliveries.open(around, context.disk(), context.directory(stream.id()), context.keys(), context.reserve(), opened.outlets());
            configured = opened;
            spools = new Spools(deliveries.directory(), opened.outlets()::limits);
            configureBuffers();
        } catch (IOException | RuntimeException | Error failure) {
            LOGGER.atError().addKeyValue("stream", stream.name()).setCause(failure).log("delivery stream not opened, will be tried again");
            if (opened != null) {
                opened.outlets().close();
            }
            later(PAUSE, this::openNow);
            return;
        }
        startReading();
        startSources();
        deliveries.step();
    }

    private void configureBuffers() {
        OutletSet outlets = configured.outlets();
        deliveries.configure(outlets, keyName());
        spools.configure(outlets::limits, keyName(), outlets.keepsSpools());
    }

    /** What the catalog has now. */
    void update(DeliveryStream changed) {
        lane.execute(() -> {
            DeliveryStream before = stream;
            stream = changed;
            if (configured == null || stopped) {
                return;
            }
            if (changed.version() != before.version()) {
                try {
                    configured = Configured.open(changed, context);
                } catch (RuntimeException | Error refused) {
                    LOGGER.atError().addKeyValue("stream", changed.name()).setCause(refused).log("destination not opened, the one before stays");
                }
            }
            configureBuffers();
        });
    }

    private void startSources() {
        List<SourceShard> shards = SourceShard.of(stream, context, new InputCodec(new RecordSeal(context.keys())));
        Set<Integer> indexes = shards.stream().map(shard -> shard.key().shard().index()).collect(Collectors.toSet());
        progress.recover(context.store(), stream, indexes).whenComplete((found, failure) -> lane.execute(() -> {
            if (stopped) {
                return;
            }
            if (failure != null) {
                LOGGER.atWarn().addKeyValue("stream", stream.name()).setCause(failure).log("progress not readable, will be tried again");
                later(PAUSE, this::startSources);
                return;
            }
            // what the outcome log told must be known when it does not tell it any more
            found.next().forEach((shard, next) -> progress.put(shard, next, found.outcomeEnd()));
            // outcomes that an earlier run logged may refer to any input there is
            trimming.hold(Position.START, found.outcomeEnd());
            unread.logged(context.clock().millis(), found.outcomeEnd().value());
            sources.start(this, shards, found.next());
            open = true;
        }));
    }

    /** Reads the outcome log from its horizon on, past what is under way already. */
    private void startReading() {
        buffer = new BufferReader(outcomes, deliveries.covered(), spools, context.errorEncoder(), context.settings().activePartitionsMax());
        reading = new OutcomeReading(new OutcomeReading.Place(stream.name(), context.store(), stream.outcome(), stream.input(),
                new PutReading(stream.id(), new InputCodec(new RecordSeal(context.keys()))), lane, this), buffer);
        pump();
    }

    @Override
    public boolean takesMore() {
        return spools.sealedWaiting() == 0;
    }

    @Override
    public boolean isPartitioned() {
        return configured.outlets().isPartitioned();
    }

    @Override
    public long nowMillis() {
        return context.clock().millis();
    }

    @Override
    public void moved() {
        lane.execute(this::pump);
    }

    @Override
    public void broken(Throwable failure) {
        if (stopped) {
            return;
        }
        LOGGER.atWarn().addKeyValue("stream", stream.name()).setCause(failure).log("buffer not written, the log will be read again");
        unread.logged(Math.min(oldestArrivedAtMillis(), context.clock().millis()), reading.next());
        reading.close();
        try {
            spools.abandon();
        } catch (IOException stays) {
            LOGGER.atWarn().addKeyValue("stream", stream.name()).setCause(stays).log("spools not removed");
        }
        later(PAUSE, () -> {
            if (!stopped) {
                startReading();
            }
        });
    }

    /** Moves on what can be: sealed spools to the deliveries, the reading of the log, the watermark. */
    private void pump() {
        if (stopped || buffer == null) {
            return;
        }
        long now = context.clock().millis();
        try {
            spools.sealDue(now, room());
        } catch (IOException failure) {
            broken(failure);
            return;
        }
        for (Optional<SealedSpool> sealed = nextSealed(); sealed.isPresent(); sealed = nextSealed()) {
            deliveries.take(sealed.get());
        }
        if (room() > 0 && !spools.hasDue(now)) {
            reading.step();
        }
        unread.read(reading.next());
        sight.show(spools, deliveries, oldestArrivedAtMillis());
    }

    private long oldestArrivedAtMillis() {
        long logged = Math.min(sources.oldestArrivedAtMillis(), unread.oldestArrivedAtMillis());
        return Math.min(logged, Math.min(spools.oldestArrivedAtMillis(), deliveries.oldestArrivedAtMillis()));
    }

    private Optional<SealedSpool> nextSealed() {
        return room() > 0 || spools.sealedWaiting() > context.settings().parcelsMax() ? spools.take() : Optional.empty();
    }

    private int room() {
        return context.settings().parcelsMax() - deliveries.pending();
    }

    private long watermark() {
        long held = Math.min(Math.min(spools.holdsFrom(), deliveries.holdsFrom()), buffer.holdsFrom());
        return Math.min(held, reading.next());
    }

    /** Looks at what time has made due. Any thread. */
    void tick() {
        if (sight.mayTick()) {
            lane.execute(() -> {
                sight.ticked();
                if (!stopped && deliveries != null) {
                    sources.step();
                    deliveries.step();
                    pump();
                    if (open) {
                        trimming.step(watermark(), deliveries::trimmed);
                    }
                }
            });
        }
    }

    /** Takes nothing more up; completes when uploads under way have ended. What is not delivered stays where it is durable. */
    CompletionStage<Void> stop() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lane.execute(() -> {
            stopped = true;
            open = false;
            sources.stop();
            if (reading != null) {
                reading.close();
            }
            if (deliveries == null) {
                done.complete(null);
            } else {
                deliveries.stop().thenRun(() -> done.complete(null));
            }
        });
        return done;
    }

    /** After {@link #stop}: closes files. */
    CompletionStage<Void> close() {
        return CompletableFuture.runAsync(() -> {
            sight.close();
            if (deliveries == null) {
                return;
            }
            try {
                spools.abandon();
            } catch (IOException stays) {
                LOGGER.atWarn().addKeyValue("stream", stream.name()).setCause(stays).log("spools not removed");
            }
            deliveries.close();
        }, lane);
    }

    /** Forgets how far it was; after {@link #close}, for a deleted delivery stream. */
    void forget() {
        progress.remove();
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public Executor lane() {
        return lane;
    }

    @Override
    public Clock clock() {
        return context.clock();
    }

    @Override
    public Chain chain() {
        return configured.chain();
    }

    @Override
    public OutcomeCodec outcomes() {
        return outcomes;
    }

    @Override
    public SourceLane.Batching batching() {
        return configured.outlets().config().processing().function()
                .map(function -> new SourceLane.Batching(function.bufferBytes(), function.interval())).orElse(SourceLane.Batching.AT_ONCE);
    }

    @Override
    public Optional<String> keyName() {
        return stream.encryption().enabled() ? Optional.of(KeyRing.name(stream.encryption().keyArn())) : Optional.empty();
    }

    @Override
    public boolean backsUpSource() {
        return configured.outlets().backsUpSource();
    }

    @Override
    public boolean backsUpData() {
        return configured.outlets().backsUpData();
    }

    /** Puts are refused beyond the share and on a short disk; what was put before may still be processed. A Kinesis source has its own log and waits. */
    @Override
    public boolean mayReadSource() {
        return stream.isDirectPut() || !sight.isShareSpent() && !diskShort.getAsBoolean();
    }

    @Override
    public int appendBytes() {
        return context.settings().appendBytes();
    }

    @Override
    public CompletionStage<Positions> appendOutcomes(RecordBatch batch) {
        return context.store().append(stream.outcome(), batch);
    }

    @Override
    public boolean keepsInput() {
        return stream.isDirectPut();
    }

    @Override
    public void received(int records, long bytes) {
        if (!stream.isDirectPut()) {
            sight.received(records, bytes);
        }
    }

    @Override
    public void logged(Logged records) {
        progress.put(records.shard().shard().index(), records.next(), records.outcomeEnd());
        unread.logged(records.arrivedAtMillis(), records.outcomeEnd().value());
        if (records.refer()) {
            trimming.hold(records.first(), records.outcomeEnd());
        }
        if (stream.isDirectPut()) {
            trimming.input(records.next());
        }
    }

    @Override
    public void later(Duration wait, Runnable task) {
        context.timer().after(wait, () -> lane.execute(task));
    }
}
