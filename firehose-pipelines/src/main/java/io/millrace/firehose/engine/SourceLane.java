package io.millrace.firehose.engine;

import io.millrace.firehose.source.SourceReading;
import io.millrace.firehose.transform.Chain;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.Product;
import io.millrace.stage.StageFailure;
import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordStore;
import io.millrace.stream.ShardKey;
import io.millrace.stream.Slice;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one shard of a source, lets its records be processed and logs what becomes of them, batch after batch in order. With a function a
 * batch waits until it is as large, or its first record as old, as the function's buffering hints say. A batch whose records unpack to much is
 * processed in parts. On the pipeline's lane, but for the store's calls. Bounded: one part under way and one batch that is being read.
 */
final class SourceLane implements RecordStore.Subscriber {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceLane.class);
    private static final ReadLimit SLICE = new ReadLimit(5_000, 1024 * 1024);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** A part takes no further record once it has unpacked to so much; above what a function may buffer. */
    private static final long PART_BYTES_MAX = 4 * 1024 * 1024;
    /** About what a record takes besides its data. */
    private static final long RECORD_BYTES = 256;

    private final PipelineParts parts;
    private final RecordStore source;
    private final ShardKey shard;
    private final SourceReading reading;
    private final Deque<StreamRecord> gathered = new ArrayDeque<>();
    private long gatheredBytes;
    private long gatheredSinceMillis;
    /** How many of those gathered wait for nothing any more. */
    private int due;
    private List<SourceReading.Item> part = List.of();
    private boolean working;
    private Position next;
    private RecordStore.Subscription subscription;
    private boolean asked;
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

    /** Arrival of the oldest record that was read and has no outcomes in the log; {@link Long#MAX_VALUE}: there is none. */
    long oldestArrivedAtMillis() {
        StreamRecord oldest = part.isEmpty() ? gathered.peekFirst() : part.getFirst().stored();
        return oldest == null ? Long.MAX_VALUE : oldest.arrivedAtMillis();
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
        if (gathered.size() == due) {
            gatheredSinceMillis = parts.clock().millis();
        }
        int records = 0;
        long bytes = 0;
        for (StreamRecord stored : slice.records()) {
            if (stored.position().compareTo(next) >= 0) {
                gathered.add(stored);
                records++;
                bytes += stored.data().remaining();
                next = stored.position().next();
            }
        }
        gatheredBytes += bytes;
        parts.received(records, bytes);
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
        if (!working && due == 0 && !gathered.isEmpty() && (gatheredBytes >= batching.bytes()
                || parts.clock().millis() - gatheredSinceMillis >= batching.interval().toMillis())) {
            due = gathered.size();
        }
        if (!working && due > 0) {
            process();
        }
        if (!asked && gatheredBytes < Math.max(1, batching.bytes()) && parts.mayReadSource()) {
            asked = true;
            subscription.request(SLICE);
        }
    }

    private void process() {
        working = true;
        Chain chain = parts.chain();
        List<SourceReading.Item> items = new ArrayList<>();
        List<List<Product>> prepared = new ArrayList<>();
        try {
            for (long bytes = 0; due > 0 && bytes < PART_BYTES_MAX;) {
                bytes += prepare(chain, items, prepared);
            }
        } catch (RuntimeException | Error unreadable) {
            if (items.isEmpty()) {
                LOGGER.atError().addKeyValue("stream", parts.name()).addKeyValue("position", gathered.getFirst().position()).setCause(unreadable)
                        .log("record not readable, will be tried again");
                workLater();
                return;
            }
        }
        part = items;
        CompletableFuture.completedStage(prepared).thenCompose(chain::finish).thenApply(products -> new OutcomeBatches(parts, shard, items, products))
                .whenComplete((outcomes, failure) -> parts.lane().execute(() -> {
                    if (failure != null) {
                        failed(items, failure);
                    } else {
                        append(outcomes);
                    }
                }));
    }

    /** Takes the first of those gathered; says how much there is of it now. */
    private long prepare(Chain chain, List<SourceReading.Item> items, List<List<Product>> prepared) {
        StreamRecord stored = gathered.getFirst();
        List<FirehoseRecord> records = reading.read(stored);
        List<List<Product>> products = new ArrayList<>(records.size());
        long bytes = 0;
        for (FirehoseRecord record : records) {
            List<Product> of = chain.prepare(record);
            products.add(of);
            bytes += of.stream().mapToLong(product -> product.record().data().length + RECORD_BYTES).sum();
        }
        items.add(new SourceReading.Item(stored, records));
        prepared.addAll(products);
        gathered.removeFirst();
        gatheredBytes -= stored.data().remaining();
        due--;
        return bytes;
    }

    private void workLater() {
        parts.later(PAUSE, () -> {
            working = false;
            step();
        });
    }

    private void failed(List<SourceReading.Item> items, Throwable failure) {
        LOGGER.atError().addKeyValue("stream", parts.name()).setCause(failure).log("processing failed, will be tried again");
        for (SourceReading.Item item : items.reversed()) {
            gathered.addFirst(item.stored());
            gatheredBytes += item.stored().data().remaining();
        }
        due += items.size();
        part = List.of();
        workLater();
    }

    private void append(OutcomeBatches outcomes) {
        if (stopped) {
            return;
        }
        Optional<OutcomeBatches.Append> append;
        try {
            append = outcomes.next();
        } catch (RuntimeException | Error unwritten) {
            failed(outcomes.left(), unwritten);
            return;
        }
        if (append.isEmpty()) {
            part = List.of();
            working = false;
            step();
            return;
        }
        part = outcomes.left();
        CompletableFuture.completedStage(append.get().batch()).thenCompose(parts::appendOutcomes)
                .whenComplete((positions, failure) -> parts.lane().execute(() -> {
                    if (failure != null) {
                        appendFailed(outcomes, failure);
                        return;
                    }
                    outcomes.logged();
                    tell(append.get(), positions);
                    append(outcomes);
                }));
    }

    private void tell(OutcomeBatches.Append logged, Positions positions) {
        if (!logged.whole().isEmpty()) {
            SourceReading.Item first = logged.whole().getFirst();
            parts.logged(new PipelineParts.Logged(shard, first.position(), logged.whole().getLast().position().next(), positions.last().next(),
                    first.stored().arrivedAtMillis(), logged.refer()));
        }
    }

    private void appendFailed(OutcomeBatches outcomes, Throwable failure) {
        Throwable cause = StageFailure.cause(failure);
        if (stopped || cause instanceof StoreException.Closed || cause instanceof StoreException.ShardUnknown) {
            stopped = true;
            return;
        }
        LOGGER.atWarn().addKeyValue("stream", parts.name()).setCause(cause).log("outcomes not logged, will be tried again");
        parts.later(PAUSE, () -> append(outcomes));
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
