package io.millrace.video.fragment.local;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.disk.Disk;
import io.millrace.disk.NoSpaceException;
import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.stream.log.block.BlockLog;
import io.millrace.stream.log.block.Lane;
import io.millrace.stream.log.block.LaneReader;
import io.millrace.stream.log.block.LogContext;
import io.millrace.stream.log.block.LogDirectory;
import io.millrace.stream.log.block.LogMarks;
import io.millrace.stream.log.block.LogRecovery;
import io.millrace.video.fragment.FragmentSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams there are and their logs. Looking up is for any thread; creating and removing touch the disk, one at a time. */
final class FragmentLogs {

    private static final Logger LOGGER = LoggerFactory.getLogger(FragmentLogs.class);
    /** A video stream's log has one stripe. */
    private static final int STRIPE = 0;
    private final LogContext context;
    private final LaneReader reader;
    private final Disk disk;
    private final Checkpoints checkpoints;
    private final Path directory;
    private final int epoch;
    private final FragmentSettings settings;
    private final ConcurrentHashMap<StreamId, StreamFragments> streams = new ConcurrentHashMap<>();
    private final ReentrantLock changes = new ReentrantLock();

    FragmentLogs(LogContext context, Disk disk, Checkpoints checkpoints, Path directory, int epoch, FragmentSettings settings) {
        this.context = context;
        this.reader = new LaneReader(context);
        this.disk = disk;
        this.checkpoints = checkpoints;
        this.directory = directory;
        this.epoch = epoch;
        this.settings = settings;
    }

    Optional<StreamFragments> find(StreamId stream) {
        return Optional.ofNullable(streams.get(stream));
    }

    Collection<StreamFragments> all() {
        return streams.values();
    }

    /** Opens the known streams, {@code threads} at a time, and removes what is left of others. */
    void recover(Collection<StreamId> known, int threads) throws IOException {
        Set<String> names = new HashSet<>();
        known.forEach(stream -> names.add(stream.toString()));
        for (String name : disk.list(directory)) {
            if (!names.contains(name)) {
                LOGGER.atInfo().addKeyValue("directory", name).log("removing what is left of a deleted video stream");
                LogDirectory.delete(disk, directory.resolve(name));
            }
        }
        disk.syncDirectory(directory);
        openAll(known, threads);
    }

    private void openAll(Collection<StreamId> known, int threads) throws IOException {
        try (var pool = threads == 1 ? null : Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().name("millrace-video-recovery-", 0).factory())) {
            Executor opener = pool == null ? Runnable::run : pool;
            CompletableFuture.allOf(known.stream().map(stream -> CompletableFuture.runAsync(() -> {
                try {
                    streams.put(stream, open(stream));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }, opener)).toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException failure) {
                throw failure.getCause();
            }
            throw e;
        }
    }

    /** Makes room for a stream, unless there is. */
    void create(StreamId stream) {
        changes.lock();
        try {
            if (!streams.containsKey(stream)) {
                streams.put(stream, open(stream));
            }
        } catch (NoSpaceException e) {
            throw new StoreException.DiskFull("no room for video stream " + stream, e);
        } catch (IOException e) {
            throw new StoreException.DiskFailed("no room could be made for video stream " + stream, e);
        } finally {
            changes.unlock();
        }
    }

    private StreamFragments open(StreamId stream) throws IOException {
        Position horizon = checkpoints.get(LogMarks.horizonKey(stream.value(), Lanes.COMMITS)).map(Checkpoint::position)
                .map(Position::new).orElse(Position.START);
        Lanes lanes = new Lanes(lane(stream, Lanes.PARTS, Position.START), lane(stream, Lanes.COMMITS, horizon),
                lane(stream, Lanes.GROUPS, Position.START));
        ConcurrentHashMap<Integer, Lane> byIndex = new ConcurrentHashMap<>();
        byIndex.put(Lanes.PARTS, lanes.parts());
        byIndex.put(Lanes.COMMITS, lanes.commits());
        byIndex.put(Lanes.GROUPS, lanes.groups());
        BlockLog log = LogRecovery.open(context, stream.value(), STRIPE,
                directory.resolve(stream.toString()).resolve(Integer.toString(STRIPE)), byIndex);
        StreamFragments fragments = new StreamFragments(log, lanes, new FragmentIndex(settings.groupFragments()), reader, epoch);
        fill(fragments);
        if (horizon.compareTo(Position.START) > 0) {
            fragments.alignHorizons();
        }
        return fragments;
    }

    private Lane lane(StreamId stream, int index, Position horizon) {
        return new Lane(new ShardKey(stream, new ShardId(index)), Position.of(epoch, 0), horizon);
    }

    /** Rebuilds the index: from the groups where there are some, from the commits where there are none. */
    private void fill(StreamFragments fragments) {
        Lanes lanes = fragments.lanes;
        long[] covered = {lanes.commits().horizon().value()};
        reader.read(lanes.groups(), 0, new EntryReader(0, Long.MAX_VALUE, (position, entry) -> {
            GroupEntry group = GroupEntry.decode(entry);
            if (group.lastCommit() >= covered[0]) {
                fillFromCommits(fragments, covered[0], group.firstCommit() - 1);
                fragments.index.add(group);
                fragments.noticeServerTime(group.lastServerMillis());
                covered[0] = group.lastCommit() + 1;
            }
            return true;
        }));
        for (StoredFragment stored : fragments.commits(covered[0], Long.MAX_VALUE - 1)) {
            fragments.index.add(stored);
            fragments.noticeServerTime(stored.fragment().serverTimeMillis());
        }
    }

    /** Commits that no group covers, before one that is: they get a group in memory. */
    private static void fillFromCommits(StreamFragments fragments, long first, long last) {
        if (last < first) {
            return;
        }
        List<StoredFragment> uncovered = fragments.commits(first, last);
        if (!uncovered.isEmpty()) {
            fragments.index.add(GroupEntry.of(uncovered));
        }
    }

    /** Forgets a stream; its files are still there. Null when there is none. */
    StreamFragments remove(StreamId stream) {
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
            throw new StoreException.DiskFailed("files of video stream " + stream + " could not be removed; the next start does", e);
        } finally {
            changes.unlock();
        }
    }
}
