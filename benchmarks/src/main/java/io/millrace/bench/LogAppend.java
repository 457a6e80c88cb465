package io.millrace.bench;

import io.millrace.checkpoint.MemoryCheckpoints;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.bench.ceiling.DiskCeiling;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.bench.report.Load;
import io.millrace.clock.Clock;
import io.millrace.disk.FileDisk;
import io.millrace.stream.HashRange;
import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.RecordStore;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.LocalRecordStore;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;

/**
 * The record log alone, in this process, with the batches that {@link PutThroughput} makes: what is lost between this figure and that one is lost
 * on the wire. It never reopens the log, so its checkpoints need no disk.
 */
public final class LogAppend implements Benchmark {

    private static final StreamId STREAM = new StreamId(1);
    private static final int SHARDS = 4, RECORDS_PER_SHARD = 125, PAYLOAD_BYTES = 1024, CALLERS = 8, RUNS = 5;
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Duration RUN = Duration.ofSeconds(4);
    private static final long DISK_BYTES = 20_000_000_000L;

    private final byte[] payload = new byte[PAYLOAD_BYTES];

    @Override
    public String name() {
        return "log-append";
    }

    @Override
    public String description() {
        return "the record log alone, 8 callers of 4 x 125 records of 1 KiB, fsync: MB/s of payload";
    }

    @Override
    public void run(Ground ground) throws Exception {
        ground.requireFree(DISK_BYTES);
        new SplittableRandom(1).nextBytes(payload);
        LogSettings settings = LogSettings.defaults();
        DiskCeiling disk = new DiskCeiling(ground.directory());
        List<Double> ours = new ArrayList<>(), bare = new ArrayList<>();
        LogThreads threads = LogThreads.start(settings);
        try (LocalRecordStore store = LocalRecordStore.open(ground.directory().resolve("streams"), 1, Map.of(), new FileDisk(), Clock.SYSTEM,
                new MemoryCheckpoints(), settings, threads, new SimpleMeterRegistry())) {
            store.create(STREAM, shards()).toCompletableFuture().join();
            megabytesPerSecond(store);
            Load.Start start = Load.start(ProcessHandle.current().pid());
            for (int run = 0; run < RUNS; run++) {
                ours.add(megabytesPerSecond(store));
                bare.add(disk.appendBytesPerSecond(RUN) / 1e6);
            }
            ground.report().print(new Figure("log.append", "MB/s", Best.HIGHEST, ours).beside("append 512 KiB, force(false)", bare)
                    .noting("CPU % with the ceiling's", start.end().serverShare() * 100));
        }
    }

    private double megabytesPerSecond(RecordStore store) {
        AtomicLong acknowledged = new AtomicLong();
        long start = System.nanoTime();
        try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
            CompletableFuture.allOf(Stream.generate(() -> call(store, callers, start + RUN.toNanos(), acknowledged)).limit(CALLERS)
                    .toArray(CompletableFuture[]::new)).join();
        }
        return acknowledged.get() * PAYLOAD_BYTES / ((System.nanoTime() - start) / 1e9) / 1e6;
    }

    /** Appends to all shards again and again, each time when the last ones are durable, until the end. */
    private CompletableFuture<Void> call(RecordStore store, Executor caller, long endNanos, AtomicLong acknowledged) {
        if (System.nanoTime() - endNanos > 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<?>[] appends = IntStream.range(0, SHARDS)
                .mapToObj(shard -> store.append(new ShardKey(STREAM, new ShardId(shard)), batch()).thenApply(Positions::count).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(appends).thenComposeAsync(done -> {
            acknowledged.addAndGet((long) SHARDS * RECORDS_PER_SHARD);
            return call(store, caller, endNanos, acknowledged);
        }, caller);
    }

    private RecordBatch batch() {
        RecordBatch batch = new RecordBatch(RECORDS_PER_SHARD * (PAYLOAD_BYTES + KEY.length + RecordBatch.RECORD_OVERHEAD_BYTES));
        for (int i = 0; i < RECORDS_PER_SHARD; i++) {
            batch.add(KEY, ByteBuffer.wrap(payload));
        }
        return batch;
    }

    private static List<Shard> shards() {
        List<HashRange> ranges = HashRange.split(SHARDS);
        return IntStream.range(0, SHARDS).mapToObj(i -> new Shard(new ShardId(i), ranges.get(i), 0, Optional.empty(), Optional.empty(),
                Position.START, Optional.empty())).toList();
    }
}
