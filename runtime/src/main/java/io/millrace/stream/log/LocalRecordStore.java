package io.millrace.stream.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.clock.Clock;
import io.millrace.disk.Disk;
import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordStore;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardKey;
import io.millrace.stream.Slice;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.block.BlockTypes;
import io.millrace.stream.log.block.LaneReader;
import io.millrace.stream.log.block.LogContext;
import io.millrace.stream.log.block.LogMarks;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Records in files of this machine: one log a stream (and stripe). Opening recovers what a crash left; everything that was
 * acknowledged is there. Threads as {@link LogThreads} says; {@link #tick} wants to be called every 50 ms or so.
 */
public final class LocalRecordStore implements RecordStore, AutoCloseable {

    private final LogThreads threads;
    private final Checkpoints checkpoints;
    private final StreamLogs logs;
    private final LaneReader reader;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalRecordStore(LogContext context, LogThreads threads, Checkpoints checkpoints, StreamLogs logs) {
        this.threads = threads;
        this.checkpoints = checkpoints;
        this.logs = logs;
        this.reader = new LaneReader(context);
    }

    /**
     * Opens the store; what the directory holds of other streams than the known ones is removed. Blocks until everything is
     * recovered, streams in parallel.
     *
     * @param directory {@code DATA/streams}
     * @param epoch     greater than at any start before, already durable
     * @param known     every stream there is, with all its shards
     * @param threads   closed with the store, also when it does not open
     * @throws IOException when the disk fails or a file has an unknown format
     */
    public static LocalRecordStore open(Path directory, int epoch, Map<StreamId, List<Shard>> known, Disk disk, Clock clock,
            Checkpoints checkpoints, LogSettings settings, LogThreads threads, MeterRegistry registry) throws IOException {
        disk.createDirectories(directory);
        LogContext context = new LogContext(disk, clock, checkpoints, settings, threads, registry, directory);
        StreamLogs logs = new StreamLogs(context, disk, checkpoints, directory, epoch);
        try {
            logs.recover(known, settings.readerThreads());
        } catch (IOException | RuntimeException e) {
            threads.close();
            throw e;
        }
        return new LocalRecordStore(context, threads, checkpoints, logs);
    }

    @Override
    public CompletionStage<Void> create(StreamId stream, List<Shard> shards) {
        return onReader(() -> {
            logs.create(stream, shards);
            return null;
        });
    }

    @Override
    public CompletionStage<Void> delete(StreamId stream) {
        StreamLog log = logs.remove(stream);
        if (log == null) {
            return CompletableFuture.completedFuture(null);
        }
        log.subscriptions().forEach(subscription -> threads.readers().execute(() ->
                subscription.fail(new StoreException.ShardUnknown(subscription.shard()))));
        return log.delete().thenCompose(done -> onReader(() -> {
            logs.removeFiles(stream);
            return null;
        }));
    }

    @Override
    public CompletionStage<Positions> append(ShardKey shard, RecordBatch batch) {
        StreamLog.Place place = logs.place(shard);
        if (place == null) {
            return unknown(shard);
        }
        return place.log().append(BlockTypes.RECORDS, place.lane(), new RecordEntries(batch));
    }

    @Override
    public CompletionStage<Slice> read(ShardKey shard, Position from, ReadLimit limit) {
        StreamLog.Place place = logs.place(shard);
        return place == null ? unknown(shard) : onReader(() -> readNow(place, from, limit));
    }

    private Slice readNow(StreamLog.Place place, Position from, ReadLimit limit) {
        long begin = Math.max(from.value(), place.lane().horizon().value());
        SliceBuilder slice = new SliceBuilder(begin, limit);
        long stood = reader.read(place.lane(), begin, slice);
        return slice.build(stood);
    }

    @Override
    public Subscription open(ShardKey shard, Position from, Subscriber subscriber) {
        StreamLog.Place place = logs.place(shard);
        if (place == null) {
            threads.readers().execute(() -> subscriber.onFailure(new StoreException.ShardUnknown(shard)));
            return new NoSubscription();
        }
        StreamLog log = logs.find(shard.stream());
        StreamSubscription subscription = new StreamSubscription(place.lane(), from,
                (at, limit) -> readNow(place, at, limit), threads.readers(), subscriber, log.subscriptions()::remove);
        log.subscriptions().add(subscription);
        if (logs.place(shard) == null) {
            threads.readers().execute(() -> subscription.fail(new StoreException.ShardUnknown(shard)));
        }
        return subscription;
    }

    /** What a shard that is not there gives: its failure is under way. */
    private record NoSubscription() implements Subscription {

        @Override
        public void request(ReadLimit limit) {
            // nothing will come
        }

        @Override
        public void close() {
            // nothing to end
        }
    }

    @Override
    public CompletionStage<Position> end(ShardKey shard) {
        StreamLog.Place place = logs.place(shard);
        return place == null ? unknown(shard) : CompletableFuture.completedFuture(place.lane().next());
    }

    @Override
    public CompletionStage<Position> horizon(ShardKey shard) {
        StreamLog.Place place = logs.place(shard);
        return place == null ? unknown(shard) : CompletableFuture.completedFuture(place.lane().horizon());
    }

    @Override
    public CompletionStage<Position> positionAt(ShardKey shard, long arrivedAtMillis) {
        StreamLog.Place place = logs.place(shard);
        return place == null ? unknown(shard) : onReader(() -> positionAtNow(place, arrivedAtMillis));
    }

    private Position positionAtNow(StreamLog.Place place, long arrivedAtMillis) {
        Position end = place.lane().next();
        long found = reader.arrivedFrom(place.lane(), arrivedAtMillis);
        long horizon = place.lane().horizon().value();
        return found < 0 ? end : new Position(Math.max(found, horizon));
    }

    @Override
    public CompletionStage<Void> trim(ShardKey shard, Position before) {
        StreamLog.Place place = logs.place(shard);
        if (place == null) {
            return unknown(shard);
        }
        Position horizon = place.lane().raiseHorizon(before);
        checkpoints.put(LogMarks.horizonKey(shard.stream().value(), shard.shard().index()), Checkpoint.at(horizon.value()));
        return checkpoints.flush().whenComplete((done, failure) -> {
            if (failure == null) {
                place.log().deleteTrimmed();
            }
        });
    }

    /** Leaves marks of logs that have fallen idle. One thread. */
    public void tick() {
        logs.forEachLog(log -> log.tick());
    }

    /** Refuses what comes, finishes what waits, leaves marks, closes files and threads. Blocks; once is enough. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            beginClose().toCompletableFuture().join();
            threads.close();
        }
    }

    /** All of {@link #close} but the threads; completes when every file is closed and the marks are durable. */
    CompletionStage<Void> beginClose() {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        logs.forEachLog(log -> closing.add(log.close().toCompletableFuture()));
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).thenCompose(done -> {
            logs.forEachStream(stream -> stream.subscriptions().forEach(subscription ->
                    subscription.fail(new StoreException.Closed())));
            return checkpoints.flush();
        });
    }

    private <T> CompletionStage<T> onReader(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            threads.readers().execute(() -> {
                try {
                    done.complete(work.get());
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new StoreException.Closed());
        }
        return done;
    }

    private static <T> CompletionStage<T> unknown(ShardKey shard) {
        return CompletableFuture.failedFuture(new StoreException.ShardUnknown(shard));
    }
}
