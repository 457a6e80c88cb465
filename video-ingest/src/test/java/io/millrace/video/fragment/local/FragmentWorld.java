package io.millrace.video.fragment.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.clock.ManualClock;
import io.millrace.disk.Disk;
import io.millrace.disk.NoSpaceException;
import io.millrace.disk.SimulatedDisk;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.CrashCheckpoints;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentContent;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentSettings;
import io.millrace.video.fragment.Heads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Fragments of three streams on a disk that crashes, in one thread: what the log's pools would run lies in queues, and the seed
 * decides what runs next.
 */
final class FragmentWorld {

    private static final Path DIRECTORY = Path.of("/data/video");
    private static final int STEPS_TO_FINISH_MAX = 100_000;
    private static final List<StreamId> STREAMS = List.of(new StreamId(1), new StreamId(2), new StreamId(3));
    private final Random random;
    private final SimulatedDisk simulated = new SimulatedDisk();
    Disk disk = simulated;
    private final CrashCheckpoints checkpoints;
    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<ArrayDeque<Runnable>> pools = List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
    private final Map<StreamId, TreeMap<FragmentNumber, Expected>> expected = new HashMap<>();
    private final Map<StreamId, Writing> writing = new HashMap<>();
    /** All that were asked for since the store was opened. */
    private final List<CompletableFuture<Fragment>> commits = new ArrayList<>();
    private final LogSettings log;
    private final FragmentSettings settings;
    private LocalFragmentStore store;
    private int epoch;
    private int persisted;

    /** What became of a fragment whose commit was asked for. */
    private static final class Expected {
        private final byte[] content;
        private boolean isPersisted;
        /** Trimmed, or being trimmed: it may be there or not. */
        private boolean isTrimmed;

        Expected(byte[] content) {
            this.content = content;
        }
    }

    private record Writing(FragmentDraft draft, ByteArrayOutputStream content) {
    }

    FragmentWorld(long seed) {
        random = new Random(seed);
        checkpoints = new CrashCheckpoints(random);
        LogSettings base = LogSettings.defaults().withSegments(9_000 + random.nextInt(20_000), 4 + random.nextInt(60), 2_000)
                .withBudgets(60_000, random.nextInt(3) * 4_000L, 0);
        log = new LogSettings(base.durability(), base.segmentBytesMax(), base.segmentBlocksMax(), base.blockBytesMax(),
                base.commitBytesMax(), base.queueBytesMax(), base.stagingBytes(), base.tailBytesMax(), base.indexBytesMax(),
                base.closedIndexBytesMax(), base.freeBytesMin(), base.idleAfter(), 1, 1);
        settings = new FragmentSettings(200 + random.nextInt(900), 1 + random.nextInt(3), 1 + random.nextInt(5));
        STREAMS.forEach(stream -> expected.put(stream, new TreeMap<>()));
    }

    int persisted() {
        return persisted;
    }

    void run(int steps) throws IOException {
        open();
        for (int step = 0; step < steps; step++) {
            step(STREAMS.get(random.nextInt(STREAMS.size())));
        }
        behave();
        settle();
        crash();
    }

    private void step(StreamId stream) throws IOException {
        int dice = random.nextInt(100);
        if (dice < 45) {
            write(stream);
        } else if (dice < 75) {
            for (int runs = random.nextInt(10); runs >= 0; runs--) {
                runOne();
            }
        } else if (dice < 82) {
            clock.advance(Duration.ofMillis(random.nextInt(150)));
            store.tick();
        } else if (dice < 86) {
            check(stream);
        } else if (dice < 88) {
            trim(stream);
        } else if (dice < 92) {
            misbehave();
        } else if (dice < 95) {
            behave();
        } else if (dice < 99) {
            crash();
        } else {
            closeAndOpen();
        }
    }

    private void misbehave() {
        if (random.nextBoolean()) {
            simulated.faults().failWrite(random.nextInt(6), random.nextInt(3_000));
        } else {
            simulated.faults().failForce(random.nextInt(8));
        }
    }

    private void behave() {
        simulated.faults().clear();
    }

    private void write(StreamId stream) {
        Writing now = writing.computeIfAbsent(stream, none -> new Writing(store.begin(stream), new ByteArrayOutputStream()));
        if (!now.draft().ready().toCompletableFuture().isDone()) {
            return;
        }
        if (random.nextInt(3) > 0) {
            byte[] bytes = new byte[random.nextInt(1500)];
            random.nextBytes(bytes);
            now.draft().write(bytes, 0, bytes.length);
            now.content().writeBytes(bytes);
        } else if (random.nextInt(6) == 0) {
            now.draft().discard();
            writing.remove(stream);
        } else {
            commit(stream, now);
        }
    }

    private void commit(StreamId stream, Writing now) {
        Expected fragment = new Expected(now.content().toByteArray());
        boolean isUnmade = random.nextInt(8) == 0;
        if (!isUnmade) {
            expected.get(stream).put(now.draft().number(), fragment);
        }
        writing.remove(stream);
        CompletionStage<Fragment> stage = now.draft().commit(clock.millis(), 0, isUnmade ? -1 : 10, Heads.video(1 + random.nextInt(2)), List.of());
        commits.add(stage.toCompletableFuture());
        stage.whenComplete((done, failure) -> {
            if (failure == null) {
                fragment.isPersisted = true;
                persisted++;
            }
        });
        if (random.nextBoolean()) {
            settle();
        }
    }

    private void settle() {
        while (runOne()) {
            continue;
        }
        assertThat(commits).as("nothing is left to do, and each commit has an end").allMatch(CompletableFuture::isDone);
    }

    private void trim(StreamId stream) {
        settle();
        long before = clock.millis() - random.nextInt(1000);
        check(stream);
        for (Fragment fragment : value(store.list(stream, FragmentRange.ALL, FragmentNumber.NONE, 5000))) {
            if (fragment.serverTimeMillis() < before) {
                expected.get(stream).get(fragment.number()).isTrimmed = true;
            }
        }
        value(store.trim(stream, before));
        assertThat(value(store.list(stream, FragmentRange.ALL, FragmentNumber.NONE, 5000)))
                .allMatch(fragment -> fragment.serverTimeMillis() >= before);
    }

    /** Everything that was PERSISTED is there, whole; whatever is there was committed, and is whole. */
    private void check(StreamId stream) {
        TreeMap<FragmentNumber, Expected> all = expected.get(stream);
        List<FragmentNumber> listed = new ArrayList<>();
        FragmentNumber after = FragmentNumber.NONE;
        for (List<Fragment> page = null; page == null || !page.isEmpty();) {
            page = value(store.list(stream, FragmentRange.ALL, after, 1 + random.nextInt(7)));
            for (Fragment fragment : page) {
                assertThat(fragment.number()).isGreaterThan(after);
                after = fragment.number();
                listed.add(after);
                Expected known = all.get(after);
                assertThat(known).as("a fragment that was never committed: " + after).isNotNull();
                assertThat(content(stream, fragment)).as("content of " + after).isEqualTo(known.content);
            }
        }
        all.forEach((number, fragment) -> {
            if (fragment.isPersisted && !fragment.isTrimmed) {
                assertThat(listed).as("persisted").contains(number);
            }
        });
    }

    private byte[] content(StreamId stream, Fragment fragment) {
        FragmentContent content = value(store.open(stream, fragment.number())).orElseThrow();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < fragment.bytes()) {
            ByteBuffer piece = value(content.read(bytes.size()));
            byte[] copy = new byte[piece.remaining()];
            piece.get(copy);
            bytes.writeBytes(copy);
        }
        return bytes.toByteArray();
    }

    private boolean runOne() {
        List<ArrayDeque<Runnable>> busy = pools.stream().filter(pool -> !pool.isEmpty()).toList();
        if (busy.isEmpty()) {
            return false;
        }
        busy.get(random.nextInt(busy.size())).removeFirst().run();
        return true;
    }

    private <T> T value(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        for (int steps = 0; !future.isDone(); steps++) {
            assertThat(runOne() && steps < STEPS_TO_FINISH_MAX).as("nothing is left to do and no answer").isTrue();
        }
        try {
            return future.join();
        } catch (CompletionException e) {
            throw new AssertionError("a call failed", e.getCause());
        }
    }

    private void crash() throws IOException {
        pools.forEach(ArrayDeque::clear);
        checkpoints.crash();
        if (random.nextInt(3) == 0) {
            simulated.kill();
        } else {
            simulated.crash(random);
        }
        behave();
        open();
        STREAMS.forEach(this::check);
    }

    private void closeAndOpen() throws IOException {
        behave();
        value(store.beginClose());
        settle();
        simulated.kill();
        open();
        STREAMS.forEach(this::check);
    }

    private void open() throws IOException {
        writing.clear();
        commits.clear();
        while (true) {
            epoch++;
            try {
                store = LocalFragmentStore.open(DIRECTORY, epoch, STREAMS, disk, clock, checkpoints, log, settings,
                        new LogThreads(pools.get(0)::add, pools.get(1)::add, pools.get(2)::add), meters);
                assertThat(meters.counter("millrace.video.log.corruption").count()).as("a crash is not taken for damage").isZero();
                return;
            } catch (NoSpaceException e) {
                pools.forEach(ArrayDeque::clear);
                simulated.kill();
            }
        }
    }
}
