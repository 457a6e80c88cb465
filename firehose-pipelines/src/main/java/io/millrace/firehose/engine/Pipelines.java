package io.millrace.firehose.engine;

import io.millrace.firehose.registry.DeliveryStream;
import io.millrace.firehose.registry.DeliveryStreams;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.seal.RecordSeal;
import io.millrace.firehose.source.InputCodec;
import io.millrace.firehose.source.Intake;
import io.millrace.firehose.source.RecordIds;
import io.millrace.stream.Positions;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.StreamId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All pipelines: one for each delivery stream of the catalog, and what is put into them. {@link #tick} wants to be called every 100 ms,
 * {@link #measure} every second. Close it before the store, the checkpoints and the pools.
 */
public final class Pipelines implements Intake, DeliveryStreams.Listener, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Pipelines.class);
    private static final String BUSY = "Service is unavailable: ";

    private final PipelineContext context;
    private final DeliveryStreams streams;
    private final SpaceGauge space;
    private final InputCodec input;
    private final Map<StreamId, Pipeline> pipelines = new ConcurrentHashMap<>();
    private final Map<StreamId, PutRate> rates = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean diskShort;
    private volatile boolean stopping;

    public Pipelines(PipelineContext context, DeliveryStreams streams, SpaceGauge space) {
        this.context = context;
        this.streams = streams;
        this.space = space;
        this.input = new InputCodec(new RecordSeal(context.keys()));
    }

    /** Opens a pipeline for each delivery stream there is and will be. Directories of others are removed. Blocks. */
    public void start() {
        streams.follow(this);
        List<DeliveryStream> known = streams.all();
        try {
            for (String name : context.disk().list(context.directory())) {
                if (known.stream().noneMatch(stream -> stream.id().toString().equals(name))) {
                    removeTree(context.directory().resolve(name));
                }
            }
        } catch (IOException stay) {
            LOGGER.atWarn().setCause(stay).log("files of deleted delivery streams are still there");
        }
        known.forEach(this::onChanged);
    }

    @Override
    public void onChanged(DeliveryStream stream) {
        if (stopping) {
            return;
        }
        Pipeline pipeline = pipelines.get(stream.id());
        if (stream.deleting()) {
            remove(stream, pipeline);
        } else if (pipeline == null) {
            pipelines.computeIfAbsent(stream.id(), id -> opened(stream));
        } else {
            pipeline.update(stream);
        }
    }

    private Pipeline opened(DeliveryStream stream) {
        Pipeline pipeline = new Pipeline(context, stream, () -> diskShort);
        pipeline.open();
        return pipeline;
    }

    private void remove(DeliveryStream stream, Pipeline pipeline) {
        CompletionStage<Void> gone = pipeline == null ? CompletableFuture.completedStage(null)
                : pipeline.stop().thenCompose(stopped -> pipeline.close());
        gone.thenRunAsync(() -> {
            if (pipeline != null) {
                pipeline.forget();
            }
            pipelines.remove(stream.id());
            rates.remove(stream.id());
            try {
                removeTree(context.directory(stream.id()));
            } catch (IOException stays) {
                LOGGER.atWarn().addKeyValue("stream", stream.name()).setCause(stays).log("files of a deleted delivery stream are still there");
            }
        }, context.uploads()).thenCompose(removed -> streams.remove(stream)).whenComplete((done, failure) -> {
            if (failure != null) {
                LOGGER.atError().addKeyValue("stream", stream.name()).setCause(failure).log("delivery stream not deleted, the next start will");
            }
        });
    }

    private void removeTree(Path path) throws IOException {
        for (String name : context.disk().list(path)) {
            removeTree(path.resolve(name));
        }
        context.disk().delete(path);
    }

    @Override
    public void onDeleted(DeliveryStream stream) {
        // its pipeline went before it
    }

    @Override
    public CompletionStage<List<String>> put(DeliveryStream stream, List<byte[]> records) {
        long bytes = records.stream().mapToLong(data -> data.length).sum();
        Pipeline pipeline = pipelines.get(stream.id());
        Optional<String> refusal = refusal(stream, pipeline, bytes);
        if (refusal.isPresent()) {
            return CompletableFuture.failedStage(new Refused(BUSY + refusal.get()));
        }
        Optional<String> keyName = stream.encryption().enabled() ? Optional.of(KeyRing.name(stream.encryption().keyArn())) : Optional.empty();
        RecordBatch batch;
        try {
            batch = input.write(records, keyName);
        } catch (KeyRing.Unusable unusable) {
            return CompletableFuture.failedStage(unusable);
        }
        return context.store().append(stream.input(), batch).thenApply(positions -> {
            pipeline.sight().put(records.size(), bytes);
            return ids(stream.id(), positions);
        });
    }

    private Optional<String> refusal(DeliveryStream stream, Pipeline pipeline, long bytes) {
        if (pipeline == null || stopping) {
            return Optional.of("the delivery stream is not open.");
        }
        if (pipeline.sight().isShareSpent()) {
            return Optional.of("the delivery stream has as much undelivered data as it may keep.");
        }
        if (diskShort) {
            return Optional.of("the disk is nearly full.");
        }
        if (context.settings().putBytesPerSecondMax().isPresent() && !rates.computeIfAbsent(stream.id(), id -> new PutRate(context.clock(),
                context.settings().putBytesPerSecondMax().getAsLong())).admits(bytes)) {
            return Optional.of("Slow down.");
        }
        return Optional.empty();
    }

    private static List<String> ids(StreamId stream, Positions positions) {
        List<String> ids = new ArrayList<>(positions.count());
        for (int i = 0; i < positions.count(); i++) {
            ids.add(RecordIds.of(stream, 0, positions.get(i), 0));
        }
        return ids;
    }

    @Override
    public boolean isOpen(StreamId stream) {
        Pipeline pipeline = pipelines.get(stream);
        return pipeline != null && pipeline.isOpen();
    }

    /** Lets each pipeline look at what time has made due. */
    public void tick() {
        pipelines.values().forEach(Pipeline::tick);
    }

    /** Looks at the disk; blocks for it. */
    public void measure() {
        diskShort = space.usableBytes() < context.settings().freeBytesMin();
        pipelines.forEach((id, pipeline) -> pipeline.sight().measured(space.usedBytes(id)));
    }

    /** Starts nothing more, waits for uploads under way within their bound, closes all. What is not delivered is delivered after the next start. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stopping = true;
        List<Pipeline> all = List.copyOf(pipelines.values());
        CompletableFuture<?> stopped = CompletableFuture.allOf(all.stream().map(pipeline -> pipeline.stop().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
        try {
            stopped.get(context.settings().stopWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            LOGGER.atWarn().log("uploads still run, they are repeated after the next start");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException failure) {
            LOGGER.atError().setCause(failure).log("a pipeline did not stop");
        }
        CompletableFuture.allOf(all.stream().map(pipeline -> pipeline.close().toCompletableFuture()).toArray(CompletableFuture[]::new)).join();
    }
}
