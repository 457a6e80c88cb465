package io.millrace.stream.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.clock.ManualClock;
import io.millrace.disk.Disk;
import io.millrace.disk.NoSpaceException;
import io.millrace.disk.SimulatedDisk;
import io.millrace.stream.HashRange;
import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.Slice;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamRecord;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A store on a disk that crashes, in one thread: what its pools would run lies in queues, and the seed decides what runs
 * next. Streams are deleted and created, segments are tiny, so that everything happens within some hundred steps.
 */
final class LogWorld {

    private static final Path DIRECTORY = Path.of("/data/streams");
    private static final int RECORD_BYTES_MAX = 700;
    private static final int UNIFORM_BYTES = 600;
    private static final int STEPS_TO_FINISH_MAX = 100_000;
    private final Random random;
    private final SimulatedDisk simulated = new SimulatedDisk();
    Disk disk = simulated;
    final CrashCheckpoints checkpoints;
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<ArrayDeque<Runnable>> pools = List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
    private final Map<StreamId, List<Shard>> known = new LinkedHashMap<>();
    private final Map<ShardKey, ShardOracle> oracles = new HashMap<>();
    /** Blocks of one size: what an earlier write left behind a later one then stands where a block may begin. */
    private final boolean uniform;
    private final LogSettings settings;
    private LocalRecordStore store;
    private int epoch;
    private int lastId;
    private int lastStream;
    private int acknowledgedRecords;
    private int fences;

    LogWorld(long seed) {
        random = new Random(seed);
        uniform = seed % 2 == 0;
        checkpoints = new CrashCheckpoints(random);
        LogSettings base = LogSettings.defaults().withSegments(12_000 + random.nextInt(20_000), 4 + random.nextInt(60), uniform ? 1_300 : 2_000)
                .withBudgets(60_000, random.nextInt(3) * 4_000L, 0);
        settings = new LogSettings(base.durability(), base.segmentBytesMax(), base.segmentBlocksMax(), base.blockBytesMax(),
                1 + random.nextInt(20_000), base.queueBytesMax(), 200 + random.nextInt(4_000), base.tailBytesMax(),
                random.nextInt(4) == 0 ? 1_000 : 1_000_000, 2_000_000, random.nextInt(2) * 3_000L, base.idleAfter(), 1, 1);
    }

    void run(int steps) throws IOException {
        open();
        createStream();
        for (int step = 0; step < steps; step++) {
            step();
        }
        finish();
    }

    private void step() throws IOException {
        int dice = random.nextInt(100);
        if (dice < 40) {
            append(someShard());
        } else if (dice < 70) {
            for (int runs = random.nextInt(8); runs >= 0; runs--) {
                runOne();
            }
        } else if (dice < 78) {
            clock.advance(Duration.ofMillis(random.nextInt(150)));
            store.tick();
        } else if (dice < 84) {
            readAll(someShard());
        } else if (dice < 87) {
            trim(someShard());
        } else if (dice < 88) {
            retain();
        } else if (dice < 91) {
            misbehave();
        } else if (dice < 94) {
            behave();
        } else if (dice < 95) {
            changeStreams();
        } else if (dice < 99) {
            crash();
        } else {
            closeAndOpen();
        }
    }

    private void misbehave() {
        switch (random.nextInt(3)) {
            case 0 -> simulated.faults().failWrite(random.nextInt(6), random.nextInt(3_000));
            case 1 -> simulated.faults().failForce(random.nextInt(8));
            default -> limitCapacity();
        }
    }

    private void behave() {
        simulated.faults().clear();
        simulated.capacity(Long.MAX_VALUE);
    }

    private void limitCapacity() {
        long used = 0;
        for (Path file : simulated.files()) {
            try {
                used += simulated.bytes(file).length;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        simulated.capacity(used + random.nextInt(6_000));
    }

    private ShardKey someShard() {
        List<ShardKey> shards = known.entrySet().stream().flatMap(stream -> stream.getValue().stream()
                .map(shard -> new ShardKey(stream.getKey(), shard.id()))).toList();
        return shards.get(random.nextInt(shards.size()));
    }

    private void createStream() {
        StreamId stream = new StreamId(++lastStream);
        List<HashRange> ranges = HashRange.split(1 + random.nextInt(4));
        List<Shard> shards = new ArrayList<>();
        for (int index = 0; index < ranges.size(); index++) {
            shards.add(new Shard(new ShardId(index), ranges.get(index), 0, Optional.empty(), Optional.empty(), Position.START,
                    Optional.empty()));
            oracles.put(new ShardKey(stream, new ShardId(index)), new ShardOracle("stream " + stream + " shard " + index));
        }
        if (finished(store.create(stream, shards)) == null) {
            known.put(stream, shards);
        }
    }

    private void changeStreams() {
        behave();
        if (known.size() > 1 && random.nextBoolean()) {
            StreamId doomed = known.keySet().iterator().next();
            known.remove(doomed);
            CompletionStage<Void> deleted = store.delete(doomed);
            if (random.nextBoolean()) {
                finished(deleted);
            }
        } else if (known.size() < 3) {
            createStream();
        }
    }

    private void append(ShardKey shard) {
        List<Integer> ids = new ArrayList<>();
        RecordBatch batch = new RecordBatch(64);
        for (int count = uniform ? 2 : 1 + random.nextInt(5); count > 0; count--) {
            int id = ++lastId;
            ids.add(id);
            int length = uniform ? UNIFORM_BYTES : random.nextInt(30) == 0 ? 5_000 : random.nextInt(RECORD_BYTES_MAX);
            batch.add(new byte[uniform ? 1 : random.nextInt(10)], ShardOracle.data(id, length));
        }
        ShardOracle oracle = oracles.get(shard);
        store.append(shard, batch).whenComplete((positions, failure) -> {
            if (failure == null) {
                oracle.acknowledged(positions, ids);
                acknowledgedRecords += ids.size();
            } else {
                assertThat(failure).isInstanceOf(StoreException.class);
            }
        });
    }

    private void trim(ShardKey shard) {
        Position before = new Position(oracles.get(shard).someAcknowledged(random));
        finished(store.trim(shard, before));
        oracles.get(shard).trimmed(before);
    }

    private void retain() {
        Map<StreamId, RetentionTask.Kept> streams = new LinkedHashMap<>();
        known.forEach((stream, shards) -> streams.put(stream,
                new RetentionTask.Kept(shards.stream().map(Shard::id).toList(), Duration.ofMillis(1 + random.nextInt(2_000)))));
        new RetentionTask(store).step(clock.millis(), streams);
        while (runOne()) {
            continue;
        }
        known.forEach((stream, shards) -> shards.forEach(shard -> {
            ShardKey key = new ShardKey(stream, shard.id());
            oracles.get(key).trimmed(value(store.horizon(key)));
        }));
    }

    private void readAll(ShardKey shard) {
        long from = random.nextBoolean() ? 0 : oracles.get(shard).someAcknowledged(random);
        List<StreamRecord> records = new ArrayList<>();
        Position next = new Position(from);
        for (boolean more = true; more;) {
            Slice slice = value(store.read(shard, next, new ReadLimit(1 + random.nextInt(50), 1 + random.nextInt(10_000))));
            records.addAll(slice.records());
            next = slice.next();
            more = !slice.atEnd();
        }
        oracles.get(shard).check(from, records);
    }

    private boolean runOne() {
        List<ArrayDeque<Runnable>> busy = pools.stream().filter(pool -> !pool.isEmpty()).toList();
        if (busy.isEmpty()) {
            return false;
        }
        busy.get(random.nextInt(busy.size())).removeFirst().run();
        return true;
    }

    private Throwable finished(CompletionStage<?> stage) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        for (int steps = 0; !future.isDone(); steps++) {
            assertThat(runOne() && steps < STEPS_TO_FINISH_MAX).as("nothing is left to do and no answer").isTrue();
        }
        return future.handle((value, failure) -> failure instanceof CompletionException ? failure.getCause() : failure).join();
    }

    private <T> T value(CompletionStage<T> stage) {
        assertThat(finished(stage)).isNull();
        return stage.toCompletableFuture().join();
    }

    private void crash() throws IOException {
        pools.forEach(ArrayDeque::clear);
        checkpoints.crash();
        if (random.nextInt(3) == 0) {
            simulated.kill();
        } else {
            simulated.crash(random);
        }
        if (random.nextInt(3) > 0) {
            behave();
        } else {
            misbehave();
        }
        open();
        checkAll();
    }

    private void closeAndOpen() throws IOException {
        behave();
        finished(store.beginClose());
        while (runOne()) {
            continue;
        }
        simulated.kill();
        if (random.nextBoolean()) {
            simulated.crash(random);
        }
        open();
        checkAll();
    }

    private void open() throws IOException {
        while (true) {
            epoch++;
            try {
                LogThreads threads = new LogThreads(pools.get(0)::add, pools.get(1)::add, pools.get(2)::add);
                store = LocalRecordStore.open(DIRECTORY, epoch, known, disk, clock, checkpoints, settings, threads, meters);
                return;
            } catch (IOException e) {
                boolean told = e instanceof NoSpaceException || e.getMessage().contains("failed: ");
                assertThat(told).as("start fails: " + e).isTrue();
                pools.forEach(ArrayDeque::clear);
                simulated.kill();
                if (random.nextBoolean()) {
                    simulated.crash(random);
                }
                behave();
            }
        }
    }

    private void checkAll() {
        known.forEach((stream, shards) -> shards.forEach(shard -> readAll(new ShardKey(stream, shard.id()))));
        assertThat(meters.counter("millrace.log.corruption").count()).as("a crash is not taken for damage").isZero();
    }

    /** With a disk in order again, every shard takes records again, and everything is where it should be. */
    private void finish() throws IOException {
        behave();
        clock.advance(Duration.ofSeconds(1));
        while (runOne()) {
            continue;
        }
        known.forEach((stream, shards) -> shards.forEach(shard -> append(new ShardKey(stream, shard.id()))));
        int before = acknowledgedRecords;
        while (runOne()) {
            continue;
        }
        assertThat(acknowledgedRecords).as("service resumes").isGreaterThan(before);
        checkAll();
        closeAndOpen();
        fences = (int) meters.counter("millrace.log.fences").count();
    }

    int acknowledgedRecords() {
        return acknowledgedRecords;
    }

    int fences() {
        return fences;
    }
}
