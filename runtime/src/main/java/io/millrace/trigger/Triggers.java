package io.millrace.trigger;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.catalog.Catalog;
import io.millrace.catalog.Change;
import io.millrace.catalog.Entry;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.clock.Clock;
import io.millrace.identity.Identity;
import io.millrace.invoke.Invoker;
import io.millrace.stream.RecordStore;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamDirectory;
import io.millrace.stream.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the lanes of all mappings. One platform thread of its own makes them match the catalog: it looks after a mapping when
 * the mapping or its stream has changed or one of its lanes is over, and compares what runs with what should. So it does not
 * matter in what order it hears of things, nor whether it hears twice.
 */
public final class Triggers implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Triggers.class);
    /** A lane that broke, or a change the catalog refused, is tried again after this. */
    private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration FLUSH_WAIT = Duration.ofSeconds(10);
    private static final long IDLE_NANOS = Duration.ofHours(1).toNanos();
    private static final int PAGE = 256;

    private final Catalog catalog;
    private final StreamDirectory streams;
    private final Checkpoints checkpoints;
    private final Clock clock;
    private final TriggerSettings settings;
    private final LaneFactory factory;
    private final TriggerMetrics metrics;
    private final MappingProgress progress = new MappingProgress();
    private final Mappings mappings;
    private final Worklist worklist = new Worklist();
    private final Map<String, MappingRun> runs = new ConcurrentHashMap<>();
    private final Set<String> deletions = ConcurrentHashMap.newKeySet();
    private final List<AutoCloseable> feeds = new ArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean closing;
    private boolean started;

    public Triggers(Catalog catalog, StreamDirectory streams, RecordStore store, Checkpoints checkpoints, Invoker invoker, Clock clock,
            MeterRegistry registry, Identity identity, TriggerSettings settings) {
        this.catalog = catalog;
        this.streams = streams;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.settings = settings;
        this.factory = new LaneFactory(new LanePorts(store, checkpoints, invoker, clock), identity, settings);
        this.metrics = new TriggerMetrics(registry, clock);
        this.mappings = new Mappings(catalog, store, clock, progress);
    }

    /** The mappings' operations. */
    public Mappings mappings() {
        return mappings;
    }

    /** Starts the lanes of all enabled mappings, and follows the catalog from now on. Once. */
    public void start() {
        started = true;
        feeds.add(catalog.follow(MappingCodec.MAPPINGS, new Catalog.Follower<>() {
            @Override
            public void onPut(Optional<Entry<Mapping>> before, Entry<Mapping> now) {
                worklist.add(now.key());
            }

            @Override
            public void onDelete(Entry<Mapping> before) {
                worklist.add(before.key());
            }
        }));
        feeds.add(streams.follow(new StreamDirectory.Listener() {
            @Override
            public void onChanged(StreamDescription stream) {
                addMappingsOf(stream.id());
            }

            @Override
            public void onDeleted(StreamDescription stream) {
                addMappingsOf(stream.id());
            }
        }));
        String after = "";
        List<Entry<Mapping>> page;
        do {
            page = catalog.list(MappingCodec.MAPPINGS, after, PAGE);
            for (Entry<Mapping> entry : page) {
                worklist.add(entry.key());
                after = entry.key();
            }
        } while (page.size() == PAGE);
        Thread.ofPlatform().name("triggers").start(this::run);
    }

    private void addMappingsOf(StreamId stream) {
        runs.forEach((mapping, run) -> {
            if (run.stream().equals(stream)) {
                worklist.add(mapping);
            }
        });
    }

    private void run() {
        try {
            while (!closing) {
                for (String mapping : worklist.take(clock.nanos(), IDLE_NANOS)) {
                    lookAfterSafely(mapping);
                }
            }
            stopLanes();
        } catch (InterruptedException unexpected) {
            LOGGER.atError().setCause(unexpected).log("triggers interrupted");
        } finally {
            done.complete(null);
        }
    }

    private void lookAfterSafely(String mapping) {
        try {
            lookAfter(mapping);
        } catch (RuntimeException fault) {
            LOGGER.atError().addKeyValue("mapping", mapping).setCause(fault).log("mapping not followed");
            worklist.addLater(mapping, clock.nanos() + AGAIN_NANOS);
        }
    }

    private void lookAfter(String uuid) {
        long now = clock.nanos();
        Optional<Entry<Mapping>> entry = catalog.get(MappingCodec.MAPPINGS, uuid);
        MappingRun run = runs.get(uuid);
        if (entry.isEmpty()) {
            forget(uuid, run, now);
            return;
        }
        Mapping mapping = entry.get().value();
        if (run == null) {
            run = run(mapping);
            // A change of the stream between this and the look at the directory below is heard of by being listed here.
            runs.put(uuid, run);
        }
        run.collect(now, AGAIN_NANOS);
        boolean settled = run.reconcile(entry.get(), streams.find(mapping.stream()), now);
        if (mapping.isDeleting() && run.isIdle()) {
            delete(entry.get());
        } else if (settled) {
            progress.settled(uuid, entry.get().version());
        } else {
            worklist.addLater(uuid, now + AGAIN_NANOS);
        }
    }

    private MappingRun run(Mapping mapping) {
        TriggerMetrics.OfMapping counters = metrics.of(mapping.uuid());
        return new MappingRun(mapping, factory, checkpoints, metrics, progress, plan -> new LaneReport(plan, metrics, counters, progress),
                lane -> LaneThread.start(lane, () -> worklist.add(mapping.uuid())));
    }

    private void forget(String uuid, MappingRun run, long now) {
        progress.forget(uuid);
        if (run == null) {
            return;
        }
        run.stop();
        run.collect(now, AGAIN_NANOS);
        if (run.isIdle()) {
            runs.remove(uuid);
            metrics.forget(metrics.of(uuid));
        }
    }

    private void delete(Entry<Mapping> entry) {
        Mapping mapping = entry.value();
        if (!deletions.add(mapping.uuid())) {
            return;
        }
        checkpoints.removeOwner(mapping.checkpointOwner());
        Change change = Change.create().delete(MappingCodec.MAPPINGS, mapping.uuid(), entry.version());
        catalog.get(MappingCodec.CLAIMS, mapping.claim()).filter(claim -> claim.value().equals(mapping.uuid()))
                .ifPresent(claim -> change.delete(MappingCodec.CLAIMS, mapping.claim(), claim.version()));
        catalog.commit(change).whenComplete((version, failure) -> {
            deletions.remove(mapping.uuid());
            if (failure != null) {
                LOGGER.atWarn().addKeyValue("mapping", mapping.uuid()).setCause(failure).log("mapping not deleted yet");
                worklist.addLater(mapping.uuid(), clock.nanos() + AGAIN_NANOS);
                worklist.nudge();
            }
        });
    }

    private void stopLanes() throws InterruptedException {
        runs.values().forEach(MappingRun::stop);
        long deadline = clock.nanos() + settings.stopWait().toNanos();
        while (!lanesAreOver() && clock.nanos() < deadline) {
            worklist.take(clock.nanos(), deadline - clock.nanos());
        }
        runs.values().forEach(MappingRun::abandon);
        while (!lanesAreOver()) {
            worklist.take(clock.nanos(), AGAIN_NANOS);
        }
    }

    private boolean lanesAreOver() {
        return runs.values().stream().flatMap(run -> run.lanes().stream()).allMatch(lane -> lane.ended() != null);
    }

    /**
     * Stops all lanes: waits for invocations under way within the settings' bound, then flushes the checkpoints. A batch that is
     * not back by then is delivered again after the next start. Blocks; not on an event loop.
     */
    @Override
    public void close() {
        for (AutoCloseable feed : feeds) {
            closeQuietly(feed);
        }
        closing = true;
        worklist.nudge();
        if (started) {
            done.join();
        }
        try {
            checkpoints.flush().toCompletableFuture().copy().orTimeout(FLUSH_WAIT.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException failure) {
            LOGGER.atError().setCause(failure).log("checkpoints not flushed");
        }
    }

    private static void closeQuietly(AutoCloseable feed) {
        try {
            feed.close();
        } catch (Exception failure) {
            LOGGER.atWarn().setCause(failure).log("feed not closed");
        }
    }
}
