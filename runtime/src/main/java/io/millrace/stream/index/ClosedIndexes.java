package io.millrace.stream.index;

import io.millrace.disk.Disk;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index files of all closed segments. Those read last stay open, within a bound; a missing or damaged one is rebuilt from
 * a scan at its first use. Blocks: platform threads only, never interrupted.
 */
public final class ClosedIndexes implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ClosedIndexes.class);
    private final Disk disk;
    private final long bytesMax;
    /** Loaded indexes, the one read last at the end. */
    private final LinkedHashMap<LazyIndex, Loaded> loaded = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** Reads a closed segment whole, for its index. */
    public interface Scan {
        /** An {@link OpenSegmentIndex#unbudgeted} index of all blocks of the segment that can be read. */
        OpenSegmentIndex run() throws IOException;
    }

    /**
     * @param bytesMax what loaded indexes may take; about 80 KiB each, so 16 MiB keep 200 open. One more than fits is loaded
     *                 for each thread that reads.
     */
    public ClosedIndexes(Disk disk, long bytesMax) {
        this.disk = disk;
        this.bytesMax = bytesMax;
    }

    /**
     * Writes a closed segment's index file, once, before {@link #index} of it is used; durable when this returns. A failure
     * costs nothing but a later scan.
     */
    public void write(IndexedSegment segment, OpenSegmentIndex index) throws IOException {
        IndexFile.write(disk, segment, index);
    }

    /** A closed segment's index, one for each segment; nothing is read before its first use. */
    public SegmentIndex index(IndexedSegment segment, Scan scan) {
        return new LazyIndex(segment, scan);
    }

    /**
     * Whether the file can be used as it is; without a scan, nothing is changed.
     *
     * @return the number of blocks it lists
     * @throws IndexDamaged when not
     */
    public static long check(Disk disk, IndexedSegment segment) throws IOException {
        try (IndexTable table = IndexTable.open(disk, segment)) {
            return table.blocks();
        }
    }

    /**
     * Whether the file says of every block what {@code expected}, an index of the same segment, says; without a scan, nothing
     * is changed.
     *
     * @throws IndexDamaged when not
     */
    public static void compare(Disk disk, IndexedSegment segment, OpenSegmentIndex expected) throws IOException {
        try (IndexTable table = IndexTable.open(disk, segment)) {
            if (table.blocks() != expected.size()) {
                throw new IndexDamaged(segment, "lists " + table.blocks() + " blocks of " + expected.size());
            }
            for (int shard : expected.shards()) {
                OpenSegmentIndex.Cursor blocks = expected.from(shard, 0);
                for (BlockEntry listed : table.from(shard, 0, Integer.MAX_VALUE)) {
                    Optional<BlockEntry> block = blocks.next();
                    if (block.isEmpty() || !block.get().equals(listed)) {
                        throw new IndexDamaged(segment, "lists " + listed + " where the segment has " + block);
                    }
                }
                if (blocks.next().isPresent()) {
                    throw new IndexDamaged(segment, "lists not all blocks of shard " + shard);
                }
            }
        }
    }

    /** How many indexes are loaded. */
    public synchronized int loadedCount() {
        return loaded.size();
    }

    /** What the loaded indexes take. */
    public synchronized long loadedBytes() {
        return bytes;
    }

    /** Closes what is loaded. Not while any is read. */
    @Override
    public void close() {
        List<Loaded> all;
        synchronized (this) {
            all = List.copyOf(loaded.values());
            loaded.clear();
            bytes = 0;
        }
        all.forEach(Loaded::retire);
    }

    private Loaded lease(LazyIndex index) throws IOException {
        synchronized (this) {
            Loaded present = loaded.get(index);
            if (present != null && present.enter()) {
                return present;
            }
        }
        index.loading.lock();
        try {
            synchronized (this) {
                Loaded present = loaded.get(index);
                if (present != null && present.enter()) {
                    return present;
                }
            }
            Loaded fresh = new Loaded(index.load());
            fresh.enter();
            keep(index, fresh);
            return fresh;
        } finally {
            index.loading.unlock();
        }
    }

    private void keep(LazyIndex index, Loaded fresh) {
        List<Loaded> retired = new ArrayList<>();
        synchronized (this) {
            loaded.put(index, fresh);
            bytes += fresh.index.memoryBytes();
            evict(retired, fresh);
        }
        retired.forEach(Loaded::retire);
    }

    private void evict(List<Loaded> retired, Loaded keep) {
        Iterator<Loaded> oldestFirst = loaded.values().iterator();
        while (bytes > bytesMax && oldestFirst.hasNext()) {
            Loaded oldest = oldestFirst.next();
            if (oldest != keep) {
                oldestFirst.remove();
                bytes -= oldest.index.memoryBytes();
                retired.add(oldest);
            }
        }
    }

    private void drop(LazyIndex index, Loaded gone) {
        synchronized (this) {
            if (gone != null && loaded.get(index) != gone) {
                return;
            }
            gone = loaded.remove(index);
            if (gone == null) {
                return;
            }
            bytes -= gone.index.memoryBytes();
        }
        gone.retire();
    }

    /** A loaded index and how many read it; closed when it is retired and the last has left. */
    private static final class Loaded {
        private final ClosedIndex index;
        private int readers;
        private boolean retired;

        Loaded(ClosedIndex index) {
            this.index = index;
        }

        synchronized boolean enter() {
            if (!retired) {
                readers++;
            }
            return !retired;
        }

        void leave() {
            boolean last;
            synchronized (this) {
                readers--;
                last = retired && readers == 0;
            }
            closeIf(last);
        }

        void retire() {
            boolean last;
            synchronized (this) {
                last = !retired && readers == 0;
                retired = true;
            }
            closeIf(last);
        }

        private void closeIf(boolean last) {
            if (!last) {
                return;
            }
            try {
                index.close();
            } catch (IOException e) {
                LOGGER.atWarn().setCause(e).log("index file not closed");
            }
        }
    }

    private interface Read<T> {
        T from(ClosedIndex index) throws IOException;
    }

    private final class LazyIndex implements SegmentIndex {

        private static final int BLOCKS_AHEAD = 32;
        private final IndexedSegment segment;
        private final Scan scan;
        /** Held while the file is read whole or rebuilt, so that only one thread does. */
        private final ReentrantLock loading = new ReentrantLock();

        LazyIndex(IndexedSegment segment, Scan scan) {
            this.segment = segment;
            this.scan = scan;
        }

        private ClosedIndex load() throws IOException {
            try {
                return IndexTable.open(disk, segment);
            } catch (IndexDamaged e) {
                LOGGER.atWarn().addKeyValue("index", segment.indexFile()).addKeyValue("reason", e.reason())
                        .log("index rebuilt from its segment");
            }
            OpenSegmentIndex scanned = scan.run();
            try {
                write(segment, scanned);
                return IndexTable.open(disk, segment);
            } catch (IOException e) {
                LOGGER.atWarn().addKeyValue("index", segment.indexFile()).setCause(e).log("index kept in memory");
                return new ScannedIndex(scanned);
            }
        }

        private <T> T reading(Read<T> read) throws IOException {
            try {
                return readOnce(read);
            } catch (ClosedChannelException | IndexDamaged e) {
                LOGGER.atWarn().addKeyValue("index", segment.indexFile()).setCause(e).log("index opened again");
                return readOnce(read);
            }
        }

        private <T> T readOnce(Read<T> read) throws IOException {
            Loaded lease = lease(this);
            try {
                return read.from(lease.index);
            } catch (IOException e) {
                drop(this, lease);
                throw e;
            } finally {
                lease.leave();
            }
        }

        @Override
        public BlockCursor from(int shard, long position) {
            return new BlockCursor() {
                private List<BlockEntry> ahead = List.of();
                private int taken;
                private long next = position;
                private boolean ended;

                @Override
                public Optional<BlockEntry> next() throws IOException {
                    if (taken == ahead.size() && !ended) {
                        ahead = reading(index -> index.from(shard, next, BLOCKS_AHEAD));
                        taken = 0;
                        ended = ahead.size() < BLOCKS_AHEAD;
                        next = ahead.isEmpty() ? next : ahead.getLast().endPosition();
                    }
                    return taken < ahead.size() ? Optional.of(ahead.get(taken++)) : Optional.empty();
                }
            };
        }

        @Override
        public Optional<BlockEntry> arrivedFrom(int shard, long millis) throws IOException {
            return reading(index -> index.arrivedFrom(shard, millis));
        }

        @Override
        public List<ShardExtent> extents() throws IOException {
            return reading(ClosedIndex::extents);
        }

        @Override
        public void close() {
            drop(this, null);
        }
    }
}
