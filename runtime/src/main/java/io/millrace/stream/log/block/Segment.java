package io.millrace.stream.log.block;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import io.millrace.stream.index.BlockEntry;
import io.millrace.stream.index.SegmentIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A segment file that is in use. Its readers are counted: the file is closed and deleted when it is discarded and the last
 * reader has left. Its file is opened at the first use, and opened again should an interrupt have closed it.
 */
final class Segment {

    private static final int DAMAGED_BLOCKS_MAX = 4096;
    private final Disk disk;
    private final SegmentHeader header;
    private final Path path;
    private final Set<Long> damagedBlocks = ConcurrentHashMap.newKeySet();
    private DiskFile file;
    private int readers;
    private boolean discarded;
    private boolean written = true;
    private Runnable whenUnused;
    volatile SegmentIndex index;

    /** @param file the open file, or null to open it at the first use */
    Segment(Disk disk, SegmentHeader header, Path path, DiskFile file) {
        this.disk = disk;
        this.header = header;
        this.path = path;
        this.file = file;
    }

    SegmentHeader header() {
        return header;
    }

    SegmentId id() {
        return header.id();
    }

    Path path() {
        return path;
    }

    /** Counts a reader in; false when the segment is discarded. */
    synchronized boolean enter() {
        if (discarded) {
            return false;
        }
        readers++;
        return true;
    }

    void leave() throws IOException {
        Runnable last;
        synchronized (this) {
            readers--;
            last = takeIfUnused();
            if (last == null && readers == 0 && !written) {
                closeFile();
            }
        }
        if (last != null) {
            last.run();
        }
    }

    /** Lets no further reader in and runs {@code whenUnused} once the last has left: here and now, or on that reader's thread. */
    void discard(Runnable whenUnused) {
        Runnable last;
        synchronized (this) {
            if (discarded) {
                return;
            }
            discarded = true;
            this.whenUnused = whenUnused;
            last = takeIfUnused();
        }
        if (last != null) {
            last.run();
        }
    }

    private Runnable takeIfUnused() {
        Runnable last = discarded && readers == 0 ? whenUnused : null;
        whenUnused = last == null ? whenUnused : null;
        return last;
    }

    /** Nothing more is written: from now on the file is open only while it is read, so that old segments hold no descriptors. */
    synchronized void endWriting() throws IOException {
        written = false;
        if (readers == 0) {
            closeFile();
        }
    }

    synchronized DiskFile file() throws IOException {
        if (file == null) {
            file = disk.open(path);
        }
        return file;
    }

    /** Forgets a file handle that an interrupt has closed. */
    synchronized void reopen(DiskFile closed) throws IOException {
        if (file == closed) {
            file = null;
        }
    }

    /** Closes the file; a failure to close loses nothing, everything that counts was forced. */
    synchronized void closeFile() throws IOException {
        if (file != null) {
            DiskFile closing = file;
            file = null;
            closing.close();
        }
    }

    /**
     * Reads and checks a block.
     *
     * @return the buffer holding header and stored bytes from 0, or null when the block is damaged
     */
    ByteBuffer read(BlockEntry entry) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BlockHeader.BYTES + entry.length()).order(ByteOrder.LITTLE_ENDIAN);
        DiskFile reading = file();
        try {
            reading.read(bytes, entry.offset());
        } catch (ClosedChannelException closed) {
            reopen(reading);
            bytes.clear();
            file().read(bytes, entry.offset());
        }
        bytes.flip();
        if (bytes.limit() < BlockHeader.BYTES + entry.length()
                || BlockHeader.claimedLength(bytes, 0, id(), entry.offset()) != entry.length()
                || !BlockHeader.checksumHolds(bytes, 0, entry.length(), header.nonce())) {
            return null;
        }
        BlockHeader found = BlockHeader.decode(bytes, 0, id());
        return found.shard() == entry.shard() && found.firstPosition() == entry.firstPosition()
                && found.count() == entry.count() ? bytes : null;
    }

    /** True the first time a damaged block is met, so that it is reported once. */
    boolean isNewDamage(long offset) {
        return damagedBlocks.size() < DAMAGED_BLOCKS_MAX && damagedBlocks.add(offset);
    }
}
