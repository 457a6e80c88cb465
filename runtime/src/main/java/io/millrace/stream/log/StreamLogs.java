package io.millrace.stream.log;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.disk.Disk;
import io.millrace.disk.NoSpaceException;
import io.millrace.stream.Position;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.block.BlockLog;
import io.millrace.stream.log.block.Lane;
import io.millrace.stream.log.block.LogContext;
import io.millrace.stream.log.block.LogDirectory;
import io.millrace.stream.log.block.LogMarks;
import io.millrace.stream.log.block.LogRecovery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams there are and their logs. Looking up is for any thread; creating and removing touch the disk, one at a time. */
final class StreamLogs {

    private static final Logger LOGGER = LoggerFactory.getLogger(StreamLogs.class);
    private final LogContext context;
    private final Disk disk;
    private final Checkpoints checkpoints;
    private final Path directory;
    private final int epoch;
    private final ConcurrentHashMap<StreamId, StreamLog> streams = new ConcurrentHashMap<>();
    private final ReentrantLock changes = new ReentrantLock();

    StreamLogs(LogContext context, Disk disk, Checkpoints checkpoints, Path directory, int epoch) {
        this.context = context;
        this.disk = disk;
        this.checkpoints = checkpoints;
        this.directory = directory;
        this.epoch = epoch;
    }

    StreamLog find(StreamId stream) {
        return streams.get(stream);
    }

    /** Where a shard's records are, or null when there is no such shard. */
    StreamLog.Place place(ShardKey shard) {
        StreamLog log = streams.get(shard.stream());
        return log == null ? null : log.places().get(shard.shard().index());
    }

    void forEachStream(Consumer<StreamLog> action) {
        streams.values().forEach(action);
    }

    void forEachLog(Consumer<BlockLog> action) {
        streams.values().forEach(stream -> stream.stripes().values().forEach(action));
    }

    /** Opens the known streams, {@code threads} at a time, and removes what is left of others. */
    void recover(Map<StreamId, List<Shard>> known, int threads) throws IOException {
        for (String name : disk.list(directory)) {
            if (known.keySet().stream().noneMatch(stream -> stream.toString().equals(name))) {
                LOGGER.atInfo().addKeyValue("directory", name).log("removing what is left of a deleted stream");
                LogDirectory.delete(disk, directory.resolve(name));
            }
        }
        disk.syncDirectory(directory);
        try (var pool = threads == 1 ? null : Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().name("millrace-log-recovery-", 0).factory())) {
            Executor opener = pool == null ? Runnable::run : pool;
            List<CompletableFuture<Void>> opening = new ArrayList<>();
            known.forEach((stream, shards) -> opening.add(CompletableFuture.runAsync(() -> open(stream, shards), opener)));
            CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException failure) {
                throw failure.getCause();
            }
            throw e;
        }
    }

    /** Makes room for a stream, or adds the shards that it does not have yet. */
    void create(StreamId stream, List<Shard> shards) {
        changes.lock();
        try {
            open(stream, shards);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSpaceException full) {
                throw new StoreException.DiskFull("no room for stream " + stream, full);
            }
            throw new StoreException.DiskFailed("no room could be made for stream " + stream, e.getCause());
        } finally {
            changes.unlock();
        }
    }

    private void open(StreamId stream, List<Shard> shards) {
        StreamLog found = streams.get(stream);
        StreamLog log = found == null ? StreamLog.empty() : found;
        Map<Integer, ConcurrentHashMap<Integer, Lane>> newStripes = new ConcurrentHashMap<>();
        for (Shard shard : shards) {
            if (log.places().containsKey(shard.id().index())) {
                continue;
            }
            Lane lane = lane(stream, shard);
            BlockLog stripe = log.stripes().get(shard.stripe());
            if (stripe == null) {
                newStripes.computeIfAbsent(shard.stripe(), none -> new ConcurrentHashMap<>()).put(shard.id().index(), lane);
            } else {
                stripe.addLane(lane);
                log.places().put(shard.id().index(), new StreamLog.Place(stripe, lane));
            }
        }
        newStripes.forEach((stripe, lanes) -> openStripe(stream, stripe, lanes, log));
        streams.put(stream, log);
    }

    private void openStripe(StreamId stream, int stripe, ConcurrentHashMap<Integer, Lane> lanes, StreamLog log) {
        try {
            BlockLog opened = LogRecovery.open(context, stream.value(), stripe,
                    directory.resolve(stream.toString()).resolve(Integer.toString(stripe)), lanes);
            log.stripes().put(stripe, opened);
            lanes.forEach((shard, lane) -> log.places().put(shard, new StreamLog.Place(opened, lane)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Lane lane(StreamId stream, Shard shard) {
        Position first = Position.of(epoch, 0).compareTo(shard.start()) > 0 ? Position.of(epoch, 0) : shard.start();
        Position trimmed = checkpoints.get(LogMarks.horizonKey(stream.value(), shard.id().index()))
                .map(Checkpoint::position).map(Position::new).orElse(shard.start());
        return new Lane(new ShardKey(stream, shard.id()), first, trimmed.compareTo(shard.start()) > 0 ? trimmed : shard.start());
    }

    /** Forgets a stream; its files are still there. Null when there is none. */
    StreamLog remove(StreamId stream) {
        return streams.remove(stream);
    }

    /** Removes all that is left of a stream's files and marks. */
    void removeFiles(StreamId stream) {
        changes.lock();
        try {
            LogDirectory.delete(disk, directory.resolve(stream.toString()));
            disk.syncDirectory(directory);
            checkpoints.removeOwner(LogMarks.owner(stream.value()));
        } catch (IOException e) {
            throw new StoreException.DiskFailed("files of stream " + stream + " could not be removed; the next start does", e);
        } finally {
            changes.unlock();
        }
    }
}
