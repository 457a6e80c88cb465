package io.millrace.video.fragment.local;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.clock.Clock;
import io.millrace.disk.Disk;
import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.block.LogContext;
import io.millrace.stream.log.block.LogMarks;
import io.millrace.stream.log.block.LogSettings;
import io.millrace.stream.log.block.LogThreads;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentContent;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentSettings;
import io.millrace.video.fragment.FragmentStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Fragments in files of this machine. Opening recovers what a crash left; every fragment whose commit completed is there, and no
 * other. {@link #tick} wants to be called every 50 ms or so.
 */
public final class LocalFragmentStore implements FragmentStore, AutoCloseable {

    private static final String LOG_METERS = "millrace.log.", VIDEO_LOG_METERS = "millrace.video.log.";
    private final Clock clock;
    private final LogThreads threads;
    private final ReaderTasks readers;
    private final Checkpoints checkpoints;
    private final FragmentLogs logs;
    private final DraftGround ground;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalFragmentStore(Clock clock, LogThreads threads, Checkpoints checkpoints, FragmentLogs logs, DraftGround ground) {
        this.clock = clock;
        this.threads = threads;
        this.readers = new ReaderTasks(threads.readers());
        this.checkpoints = checkpoints;
        this.logs = logs;
        this.ground = ground;
    }

    /**
     * Opens the store; what the directory holds of other streams than the known ones is removed. Blocks until everything is
     * recovered.
     *
     * @param directory {@code DATA/video}
     * @param epoch     greater than at any start before, already durable
     * @param known     every stream there is
     * @param threads   closed with the store, also when it does not open
     * @throws IOException when the disk fails or a file has an unknown format
     */
    public static LocalFragmentStore open(Path directory, int epoch, Collection<StreamId> known, Disk disk, Clock clock,
            Checkpoints checkpoints, LogSettings log, FragmentSettings settings, LogThreads threads, MeterRegistry registry)
            throws IOException {
        disk.createDirectories(directory);
        LogContext context = new LogContext(disk, clock, checkpoints, log, threads, ofVideoLogs(registry), directory);
        FragmentLogs logs = new FragmentLogs(context, disk, checkpoints, directory, epoch, settings);
        try {
            logs.recover(known, log.readerThreads());
        } catch (IOException | RuntimeException e) {
            threads.close();
            throw e;
        }
        return new LocalFragmentStore(clock, threads, checkpoints, logs, new DraftGround(settings, new AppendGate(log.queueBytesMax() / 2)));
    }

    /** The records' logs have meters of the same names. */
    private static MeterRegistry ofVideoLogs(MeterRegistry registry) {
        CompositeMeterRegistry own = new CompositeMeterRegistry();
        own.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().startsWith(LOG_METERS) ? id.withName(VIDEO_LOG_METERS + id.getName().substring(LOG_METERS.length())) : id;
            }
        });
        own.add(registry);
        return own;
    }

    @Override
    public CompletionStage<Void> create(StreamId stream) {
        return readers.run(() -> {
            logs.create(stream);
            return null;
        });
    }

    @Override
    public CompletionStage<Void> delete(StreamId stream) {
        StreamFragments fragments = logs.remove(stream);
        if (fragments == null) {
            return CompletableFuture.completedFuture(null);
        }
        fragments.delete(unknown(stream));
        return fragments.log.delete().thenCompose(done -> readers.run(() -> {
            logs.removeFiles(stream);
            return null;
        }));
    }

    @Override
    public FragmentDraft begin(StreamId stream) {
        return logs.find(stream).orElseThrow(() -> unknown(stream)).begin(clock.millis(), ground);
    }

    @Override
    public CompletionStage<List<Fragment>> list(StreamId stream, FragmentRange range, FragmentNumber after, int limit) {
        return listing(stream, range, after.value(), limit).thenApply(found -> found.stream().map(StoredFragment::fragment).toList());
    }

    @Override
    public CompletionStage<Optional<Fragment>> find(StreamId stream, FragmentNumber number) {
        return finding(stream, number).thenApply(found -> found.map(StoredFragment::fragment));
    }

    @Override
    public CompletionStage<Optional<Fragment>> latest(StreamId stream) {
        Optional<StoredFragment> remembered = logs.find(stream).flatMap(fragments -> fragments.index.last());
        return remembered.isPresent() ? CompletableFuture.completedFuture(remembered.map(StoredFragment::fragment))
                : reading(stream, fragments -> fragments.latest().map(StoredFragment::fragment));
    }

    @Override
    public CompletionStage<Optional<FragmentContent>> open(StreamId stream, FragmentNumber number) {
        return finding(stream, number).thenApply(found -> found.flatMap(stored -> logs.find(stream)
                .map(fragments -> new LogContent(fragments, stored, readers))));
    }

    @Override
    public Subscription follow(StreamId stream, FragmentNumber after, Subscriber subscriber) {
        Optional<StreamFragments> found = logs.find(stream);
        if (found.isEmpty()) {
            threads.readers().execute(() -> subscriber.onFailure(unknown(stream)));
            return new NoSubscription();
        }
        FragmentSubscription subscription = new FragmentSubscription(found.get(), after, threads.readers(), subscriber);
        found.get().subscriptions.add(subscription);
        if (logs.find(stream).isEmpty()) {
            subscription.failSoon(unknown(stream));
        }
        return subscription;
    }

    /** What a stream that is not there gives: its failure is under way. */
    private record NoSubscription() implements Subscription {

        @Override
        public void request() {
            // nothing will come
        }

        @Override
        public void close() {
            // nothing to end
        }
    }

    @Override
    public CompletionStage<Void> trim(StreamId stream, long beforeServerTimeMillis) {
        return reading(stream, fragments -> {
            Position before = fragments.lanes.commits().horizon();
            return before.equals(fragments.trim(beforeServerTimeMillis)) ? Optional.<StreamFragments>empty() : Optional.of(fragments);
        }).thenCompose(trimmed -> trimmed.map(this::keepHorizon).orElse(CompletableFuture.completedFuture(null)));
    }

    private CompletionStage<Void> keepHorizon(StreamFragments fragments) {
        checkpoints.put(LogMarks.horizonKey(fragments.key().stream().value(), Lanes.COMMITS),
                Checkpoint.at(fragments.lanes.commits().horizon().value()));
        return checkpoints.flush().whenComplete((done, failure) -> {
            if (failure == null) {
                fragments.log.deleteTrimmed();
            }
        });
    }

    /** At once where all that was asked for is in memory, as it is for those who watch live. */
    private CompletionStage<List<StoredFragment>> listing(StreamId stream, FragmentRange range, long after, int limit) {
        Optional<List<StoredFragment>> remembered = logs.find(stream).flatMap(fragments -> fragments.listRemembered(range, after, limit));
        return remembered.isPresent() ? CompletableFuture.completedFuture(remembered.get())
                : reading(stream, fragments -> fragments.list(range, after, limit));
    }

    private CompletionStage<Optional<StoredFragment>> finding(StreamId stream, FragmentNumber number) {
        if (number.value() == 0) {
            return reading(stream, fragments -> Optional.empty());
        }
        return listing(stream, FragmentRange.ALL, number.value() - 1, 1)
                .thenApply(found -> found.stream().filter(stored -> stored.fragment().number().equals(number)).findFirst());
    }

    private <T> CompletionStage<T> reading(StreamId stream, Function<StreamFragments, T> work) {
        return readers.run(() -> work.apply(logs.find(stream).orElseThrow(() -> unknown(stream))));
    }

    private static StoreException unknown(StreamId stream) {
        return new StoreException.ShardUnknown(new ShardKey(stream, new ShardId(Lanes.COMMITS)));
    }

    /** Leaves marks of logs that have fallen idle. One thread. */
    public void tick() {
        logs.all().forEach(fragments -> fragments.log.tick());
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
        logs.all().forEach(fragments -> closing.add(fragments.log.close().toCompletableFuture()));
        return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)).thenCompose(done -> {
            logs.all().forEach(fragments -> fragments.subscriptions.forEach(subscription ->
                    subscription.failSoon(new StoreException.Closed())));
            return checkpoints.flush();
        });
    }
}
