package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.catalog.local.CatalogSettings;
import io.millrace.catalog.local.LocalCatalog;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.local.CheckpointSettings;
import io.millrace.checkpoint.local.LocalCheckpoints;
import io.millrace.clock.ManualClock;
import io.millrace.disk.SimulatedDisk;
import io.millrace.journal.DiskReserve;
import io.millrace.stream.HashRange;
import io.millrace.stream.Position;
import io.millrace.stream.Positions;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.LocalRecordStore;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A server's data on a simulated disk: appends, checkpoints of what was acknowledged, trims, failing forces, and power cuts. */
final class CrashWorld {

    private static final Path ROOT = Path.of("/simulated/data");
    private static final Verification.Places PLACES = new Verification.Places(ROOT, ROOT.resolve("catalog"),
            ROOT.resolve("checkpoints"), ROOT.resolve("streams"), ROOT.resolve("video"), ROOT.resolve("delivery-streams"), ROOT.resolve("functions"));
    private static final StreamId STREAM = new StreamId(7);

    private static final CheckpointSettings CHECKPOINT_SETTINGS =
            new CheckpointSettings(Duration.ofMillis(2), 1 << 20, 1_000, 1 << 20);

    private final Random random;
    private final SimulatedDisk disk = new SimulatedDisk();
    private final ManualClock clock = new ManualClock(1_790_000_000_000L);
    /** What the store's pools would run; this thread runs it, in order. */
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final List<Shard> shards = new ArrayList<>();
    private final LogSettings settings;
    private LocalCheckpoints checkpoints;
    private LocalRecordStore store;
    private int notes;
    /** Planted fault: a checkpoint is put before the answer. */
    boolean checkpointsLead;

    CrashWorld(long seed) {
        random = new Random(seed);
        settings = LogSettings.defaults().withSegments(12_000 + random.nextInt(20_000), 4 + random.nextInt(60), 2_000)
                .withBudgets(1 << 20, 1 << 20, 0);
        for (int i = 0; i < 2; i++) {
            shards.add(new Shard(new ShardId(i), HashRange.split(2).get(i), 0, Optional.empty(), Optional.empty(), Position.START,
                    Optional.empty()));
        }
    }

    /** Findings of crashes that were notes. */
    int notes() {
        return notes;
    }

    void run(int crashes) throws IOException {
        for (int crash = 0; crash < crashes; crash++) {
            open();
            for (int step = random.nextInt(120); step > 0; step--) {
                step();
            }
            disk.crash(random);
            tasks.clear();
            abandonCheckpoints();
            notes += assertNoDamage().findings().size();
        }
        open();
        runTasks(Integer.MAX_VALUE);
        closeStore();
        checkpoints.close();
        assertNoDamage();
    }

    /** Trims again and again while the directory cannot be synced, then loses power: what comes back must have no holes. */
    void runFailingDeletions() throws IOException {
        open();
        for (int i = 0; i < 100; i++) {
            append(shards.get(i % shards.size()));
            runTasks(Integer.MAX_VALUE);
        }
        disk.faults().only(path -> false);
        for (int trims = 0; trims < 3; trims++) {
            for (Shard shard : shards) {
                disk.faults().failForce(0);
                Position end = new Position(checkpoints.get(key(shard)).orElseThrow().position());
                store.trim(new ShardKey(STREAM, shard.id()), end).toCompletableFuture().join();
                runTasks(Integer.MAX_VALUE);
            }
        }
        disk.crash(random);
        tasks.clear();
        abandonCheckpoints();
        assertNoDamage();
    }

    private VerificationReport assertNoDamage() {
        VerificationReport report = Verification.check(PLACES, disk);
        assertThat(report.findings()).allMatch(finding -> finding.severity() == Severity.NOTE);
        return report;
    }

    private void open() throws IOException {
        int epoch;
        try (LocalCatalog catalog = LocalCatalog.open(disk, PLACES.catalog(), DiskReserve.NONE, CatalogSettings.defaults())) {
            epoch = catalog.epoch();
        }
        checkpoints = LocalCheckpoints.open(disk, PLACES.checkpoints(), DiskReserve.NONE, CHECKPOINT_SETTINGS);
        store = LocalRecordStore.open(PLACES.streams(), epoch, Map.of(STREAM, shards), disk, clock, checkpoints, settings,
                new LogThreads(tasks::add, tasks::add, tasks::add), new SimpleMeterRegistry());
        store.create(STREAM, shards);
        runTasks(Integer.MAX_VALUE);
    }

    private void step() {
        int dice = random.nextInt(100);
        Shard shard = shards.get(random.nextInt(shards.size()));
        if (dice < 55) {
            append(shard);
        } else if (dice < 85) {
            runTasks(random.nextInt(6));
        } else if (dice < 90) {
            clock.advance(Duration.ofMillis(random.nextInt(200)));
            store.tick();
        } else if (dice < 95) {
            checkpoints.flush().toCompletableFuture().join();
        } else if (dice < 97) {
            checkpoints.get(key(shard)).ifPresent(at -> store.trim(new ShardKey(STREAM, shard.id()), new Position(at.position())));
        } else {
            disk.faults().failForce(random.nextInt(4));
            disk.faults().only(path -> path.startsWith(PLACES.streams()));
        }
    }

    private static CheckpointKey key(Shard shard) {
        return new CheckpointKey("mapping/a", STREAM + "/" + shard.id().index());
    }

    private void append(Shard shard) {
        RecordBatch batch = new RecordBatch(64);
        for (int i = random.nextInt(4); i >= 0; i--) {
            batch.add(new byte[] {'k'}, ByteBuffer.wrap(new byte[random.nextInt(700)]));
        }
        ShardKey name = new ShardKey(STREAM, shard.id());
        if (checkpointsLead) {
            store.end(name).thenAccept(end -> checkpoints.put(key(shard), Checkpoint.at(end.plus(batch.count()).value())));
        }
        store.append(name, batch).thenAccept(given -> finished(shard, given));
    }

    private void finished(Shard shard, Positions given) {
        long end = given.last().next().value();
        if (checkpoints.get(key(shard)).stream().noneMatch(at -> at.position() > end)) {
            checkpoints.put(key(shard), Checkpoint.at(end));
        }
    }

    private void runTasks(int most) {
        for (int i = 0; i < most && !tasks.isEmpty(); i++) {
            tasks.remove().run();
        }
    }

    /** Closing waits for tasks that only this thread runs. */
    private void closeStore() {
        CompletableFuture<Void> closed = CompletableFuture.runAsync(store::close);
        closed.whenComplete((done, failure) -> tasks.add(() -> { }));
        while (!closed.isDone()) {
            try {
                tasks.take().run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        closed.join();
    }

    private void abandonCheckpoints() {
        try {
            checkpoints.close();
        } catch (IOException e) {
            assertThat(e).as("its files are gone with the power").isNotNull();
        }
    }
}
