package io.millrace.firehose.engine;

import io.millrace.firehose.buffer.Outcome;
import io.millrace.firehose.source.SourceReading;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.Product;
import io.millrace.stage.StageFailure;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordStore;
import io.millrace.stream.ShardKey;
import io.millrace.stream.Slice;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one shard of a source, lets its records be processed and logs what becomes of them, batch after batch in order. With a function a
 * batch waits until it is as large, or its first record as old, as the function's buffering hints say. On the pipeline's lane, but for
 * the store's calls. Bounded: one batch under way and one that is being read.
 */
final class SourceLane implements RecordStore.Subscriber {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceLane.class);
    private static final ReadLimit SLICE = new ReadLimit(5_000, 1024 * 1024);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PipelineParts parts;
    private final RecordStore source;
    private final ShardKey shard;
    private final SourceReading reading;
    private final List<SourceReading.Item> gathered = new ArrayList<>();
    private long gatheredBytes;
    private long gatheredSinceMillis;
    private Position next;
    private RecordStore.Subscription subscription;
    private boolean asked;
    private boolean working;
    private boolean stopped;

    SourceLane(PipelineParts parts, RecordStore source, ShardKey shard, SourceReading reading, Position from) {
        this.parts = parts;
        this.source = source;
        this.shard = shard;
        this.reading = reading;
        this.next = from;
    }

    void start() {
        asked = false;
        subscription = source.open(shard, next, this);
        step();
    }

    @Override
    public void onSlice(Slice slice) {
        parts.lane().execute(() -> arrived(slice));
    }

    @Override
    public void onFailure(StoreException failure) {
        parts.lane().execute(() -> failed(failure));
    }

    private void failed(StoreException failure) {
        if (stopped || failure instanceof StoreException.Closed) {
            return;
        }
        if (failure instanceof StoreException.ShardUnknown) {
            LOGGER.atInfo().addKeyValue("stream", parts.name()).addKeyValue("shard", shard).log("source is gone, what was read of it is delivered");
            stopped = true;
            return;
        }
        LOGGER.atWarn().addKeyValue("stream", parts.name()).addKeyValue("shard", shard).setCause(failure).log("source not readable, will be tried again");
        startLater();
    }

    private void startLater() {
        asked = true;
        subscription.close();
        parts.later(PAUSE, () -> {
            if (!stopped) {
                start();
            }
        });
    }

    private void arrived(Slice slice) {
        if (stopped) {
            return;
        }
        asked = false;
        for (StreamRecord stored : slice.records()) {
            if (stored.position().compareTo(next) < 0) {
                continue;
            }
            List<FirehoseRecord> records;
            try {
                records = reading.read(stored);
            } catch (RuntimeException unreadable) {
                LOGGER.atError().addKeyValue("stream", parts.name()).addKeyValue("position", stored.position()).setCause(unreadable)
                        .log("record not readable, will be tried again");
                startLater();
                step();
                return;
            }
            if (gathered.isEmpty()) {
                gatheredSinceMillis = parts.clock().millis();
            }
            long bytes = stored.data().remaining();
            gathered.add(new SourceReading.Item(stored.position(), records, bytes));
            gatheredBytes += bytes;
            next = stored.position().next();
        }
        if (slice.next().compareTo(next) > 0) {
            next = slice.next();
        }
        step();
    }

    /** Starts what may start now. */
    void step() {
        if (stopped) {
            return;
        }
        Batching batching = parts.batching();
        if (!working && !gathered.isEmpty() && (gatheredBytes >= batching.bytes()
                || parts.clock().millis() - gatheredSinceMillis >= batching.interval().toMillis())) {
            process();
        }
        if (!asked && gatheredBytes < Math.max(1, batching.bytes()) && parts.mayReadSource()) {
            asked = true;
            subscription.request(SLICE);
        }
    }

    private void process() {
        List<SourceReading.Item> batch = List.copyOf(gathered);
        gathered.clear();
        gatheredBytes = 0;
        working = true;
        List<FirehoseRecord> records = batch.stream().flatMap(item -> item.records().stream()).toList();
        Optional<String> keyName = parts.keyName();
        boolean backsUpSource = parts.backsUpSource(), backsUpData = parts.backsUpData();
        CompletableFuture.completedStage(records).thenCompose(parts.chain()::run)
                .whenComplete((products, failure) -> parts.lane().execute(() -> {
                    if (failure != null) {
                        failed(batch, failure);
                        return;
                    }
                    Queue<Append> appends;
                    try {
                        appends = appends(batch, products, keyName, backsUpSource, backsUpData);
                    } catch (RuntimeException unwritten) {
                        failed(batch, unwritten);
                        return;
                    }
                    append(appends);
                }));
    }

    private void failed(List<SourceReading.Item> batch, Throwable failure) {
        LOGGER.atError().addKeyValue("stream", parts.name()).setCause(failure).log("processing failed, will be tried again");
        parts.later(PAUSE, () -> again(batch));
    }

    /** Takes the batch back, in front of what has come since. */
    private void again(List<SourceReading.Item> batch) {
        gathered.addAll(0, batch);
        gatheredBytes += batch.stream().mapToLong(SourceReading.Item::bytes).sum();
        working = false;
        step();
    }

    /**
     * What is logged at a time.
     *
     * @param whole the records whose last outcomes are in it: with it their progress is told, because they may be delivered, and their
     *              outcomes trimmed, before the next batch is logged
     * @param refer whether outcomes refer to the input, in it or in those before it that made no record whole
     */
    private record Append(RecordBatch batch, List<SourceReading.Item> whole, boolean refer) {
    }

    private Queue<Append> appends(List<SourceReading.Item> items, List<List<Product>> products, Optional<String> keyName,
            boolean backsUpSource, boolean backsUpData) {
        Queue<Append> appends = new ArrayDeque<>();
        int appendBytes = parts.appendBytes();
        RecordBatch current = new RecordBatch(parts.keepsInput() ? 0 : appendBytes / 2);
        List<SourceReading.Item> whole = new ArrayList<>();
        boolean refer = false;
        int index = 0;
        for (SourceReading.Item item : items) {
            List<Product> here = new ArrayList<>();
            for (int i = 0; i < item.records().size(); i++) {
                here.addAll(products.get(index++));
            }
            for (Outcome outcome : outcomes(item, here, backsUpSource, backsUpData)) {
                if (current.count() > 0 && current.lengthBytes() >= appendBytes) {
                    appends.add(new Append(current, whole, refer));
                    current = new RecordBatch(appendBytes / 2);
                    refer &= whole.isEmpty();
                    whole = new ArrayList<>();
                }
                refer |= outcome.refersToInput();
                parts.outcomes().write(outcome, keyName, current);
            }
            whole.add(item);
        }
        appends.add(new Append(current, whole, refer));
        return appends;
    }

    private List<Outcome> outcomes(SourceReading.Item item, List<Product> products, boolean backsUpSource, boolean backsUpData) {
        List<Outcome> outcomes = new ArrayList<>();
        if (backsUpSource) {
            item.records().forEach(record -> outcomes.add(outcome(item, outcomes.size(), Outcome.Way.BACKUP, Optional.of(record))));
        }
        for (Product product : products) {
            Outcome.Way way = product.error().map(Outcome.Way::of).orElse(Outcome.Way.DATA);
            outcomes.add(outcome(item, outcomes.size(), way, Optional.of(product.record())));
            if (backsUpData && way == Outcome.Way.DATA) {
                outcomes.add(outcome(item, outcomes.size(), Outcome.Way.BACKUP, Optional.of(product.record())));
            }
        }
        if (outcomes.isEmpty()) {
            outcomes.add(outcome(item, 0, Outcome.Way.NOTHING, Optional.empty()));
        }
        Outcome last = outcomes.removeLast();
        outcomes.add(new Outcome(last.sourceShard(), last.source(), last.sub(), true, last.way(), last.record()));
        return outcomes;
    }

    /** What is the very record that was put needs no second copy in the log. */
    private Outcome outcome(SourceReading.Item item, int sub, Outcome.Way way, Optional<FirehoseRecord> record) {
        boolean refers = parts.keepsInput() && record.isPresent() && item.records().size() == 1 && record.get() == item.records().getFirst();
        return new Outcome(shard.shard().index(), item.position(), sub, false, way, refers ? Optional.empty() : record);
    }

    private void append(Queue<Append> appends) {
        if (stopped) {
            return;
        }
        parts.appendOutcomes(appends.peek().batch()).whenComplete((positions, failure) -> parts.lane().execute(() -> {
            if (failure != null) {
                appendFailed(appends, failure);
                return;
            }
            Append logged = appends.remove();
            if (!logged.whole().isEmpty()) {
                parts.logged(new PipelineParts.Logged(shard, logged.whole().getFirst().position(), logged.whole().getLast().position().next(),
                        positions.last().next(), logged.whole().stream().mapToLong(SourceReading.Item::bytes).sum(), logged.refer()));
            }
            if (!appends.isEmpty()) {
                append(appends);
                return;
            }
            working = false;
            step();
        }));
    }

    private void appendFailed(Queue<Append> appends, Throwable failure) {
        Throwable cause = StageFailure.cause(failure);
        if (stopped || cause instanceof StoreException.Closed || cause instanceof StoreException.ShardUnknown) {
            stopped = true;
            return;
        }
        LOGGER.atWarn().addKeyValue("stream", parts.name()).setCause(cause).log("outcomes not logged, will be tried again");
        parts.later(PAUSE, () -> append(appends));
    }

    /** Nothing more is read; what is under way comes to nothing and is read again at the next start. */
    void stop() {
        stopped = true;
        if (subscription != null) {
            subscription.close();
        }
    }

    /**
     * When a batch is processed.
     *
     * @param bytes    of records
     * @param interval after the first record
     */
    record Batching(long bytes, Duration interval) {
        static final Batching AT_ONCE = new Batching(1, Duration.ZERO);
    }
}
