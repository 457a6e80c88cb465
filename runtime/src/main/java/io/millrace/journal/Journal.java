package io.millrace.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import io.millrace.disk.NoSpaceException;

/** An open journal. Frames are appended in memory, then committed together: written and forced once. */
public final class Journal implements Closeable {

    /** Frame type of the mark a clean stop leaves: it says that all before it was durable. No payload. */
    static final int CLEAN_STOP = 0;
    /** More than this no journal ever has, and none with more is read. */
    static final long SIZE_BYTES_MAX = 1L << 30;
    private static final long NEARLY_FULL_BYTES = 64L << 20;
    private static final int GROWTH_FACTOR = 4;
    private static final Logger LOGGER = LoggerFactory.getLogger(Journal.class);

    private final Disk disk;
    private final Path directory;
    private final JournalKind kind;
    private final DiskReserve reserve;
    private final List<Frame> pending = new ArrayList<>();
    private DiskFile file;
    private long generation;
    private long nonce;
    private long snapshotEnd;
    private long end;
    private boolean broken = true;

    private Journal(Disk disk, Path directory, JournalKind kind, DiskReserve reserve) {
        this.disk = disk;
        this.directory = directory;
        this.kind = kind;
        this.reserve = reserve;
    }

    /** An open journal and what it held. */
    public record Opened(Journal journal, List<Frame> frames, List<Long> damagedAt) {
    }

    /**
     * Reads the journal of a directory. Before anything can be committed {@link #rotate} must be called with what the frames
     * add up to: bytes that are read after a crash may be in the page cache only (a force failed and the process died), and
     * no force of the old file would tell. Damage is returned, not hidden; a torn tail is left out.
     */
    public static Opened open(Disk disk, Path directory, JournalKind kind, DiskReserve reserve) throws IOException {
        disk.createDirectories(directory);
        Journal journal = new Journal(disk, directory, kind, reserve);
        Optional<Path> current = JournalFiles.current(disk, directory);
        if (current.isEmpty()) {
            return new Opened(journal, List.of(), List.of());
        }
        JournalScan scan = JournalScan.read(disk, current.get(), kind);
        journal.generation = scan.generation();
        return new Opened(journal, scan.frames().stream().filter(frame -> frame.type() != CLEAN_STOP).toList(), scan.damagedAt());
    }

    /** Adds a frame to the next commit. Types are from 1. */
    public void append(int type, byte[] payload) {
        if (type <= CLEAN_STOP || payload.length > JournalFormat.FRAME_BYTES_MAX) {
            throw new IllegalArgumentException("frame type " + type + " of " + payload.length + " bytes");
        }
        pending.add(new Frame(type, payload));
    }

    /** Forgets what was appended and not committed. */
    public void discard() {
        pending.clear();
    }

    /** Makes the appended frames durable. If it fails, in whatever way, none of them counts, and {@link #isBroken} may ask for a new generation. */
    public void commit() throws IOException {
        if (broken) {
            pending.clear();
            throw new IOException("the journal waits for a new generation: " + directory);
        }
        List<Frame> frames = List.copyOf(pending);
        pending.clear();
        try {
            write(frames);
        } catch (NoSpaceException full) {
            retryWithReserve(frames, full);
        }
        reserve.restoreIfRoom();
    }

    private void retryWithReserve(List<Frame> frames, NoSpaceException full) throws IOException {
        if (broken || !reserve.release()) {
            throw full;
        }
        write(frames);
    }

    private void write(List<Frame> frames) throws IOException {
        ByteBuffer bytes = encode(frames, nonce, end, end);
        int length = bytes.remaining();
        if (end + length > SIZE_BYTES_MAX) {
            throw new IOException("the journal is as large as one may be: " + directory);
        }
        boolean written = false;
        broken = true;
        try {
            file.write(bytes, end);
            written = true;
            file.force(false);
            end += length;
            broken = false;
        } catch (NoSpaceException full) {
            // a force that found no space has lost pages like any other that failed; a write has only come too far
            if (!written) {
                cutBack();
            }
            throw full;
        }
    }

    private void cutBack() {
        try {
            file.truncate(end);
            broken = false;
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("directory", directory).setCause(e).log("journal not cut back, a new generation follows");
        }
    }

    private static ByteBuffer encode(List<Frame> frames, long nonce, long offset, long durableBefore) {
        int length = Math.toIntExact(frames.stream().mapToLong(frame -> JournalFormat.FRAME_HEADER_BYTES + (long) frame.payload().length).sum());
        ByteBuffer bytes = JournalFormat.allocate(length);
        for (Frame frame : frames) {
            JournalFormat.putFrame(bytes, nonce, frame.type(), frame.payload(), offset + bytes.position(), durableBefore);
        }
        return bytes.flip();
    }

    /** After opening, and after a failed write or force, the file is never written again: call {@link #rotate}. */
    public boolean isBroken() {
        return broken;
    }

    /** Whether it is time for a new generation: beyond this size and beyond four times its snapshot, or nearly as large as one may be. */
    public boolean isLarge(long bytes) {
        long bound = Math.max(bytes, GROWTH_FACTOR * snapshotEnd);
        return end > Math.min(bound, SIZE_BYTES_MAX - NEARLY_FULL_BYTES);
    }

    /** Starts a new generation that begins with this snapshot, durable when the call returns; on failure the old one stays. */
    public void rotate(List<Frame> snapshot) throws IOException {
        try {
            startGeneration(snapshot);
        } catch (NoSpaceException full) {
            if (!reserve.release()) {
                throw full;
            }
            startGeneration(snapshot);
        }
    }

    private void startGeneration(List<Frame> snapshot) throws IOException {
        long nextGeneration = generation + 1;
        long nextNonce = new SecureRandom().nextLong();
        Path temporary = JournalFiles.temporary(directory, nextGeneration);
        Path path = JournalFiles.path(directory, nextGeneration);
        disk.delete(temporary);
        DiskFile next = disk.create(temporary);
        boolean done = false;
        try {
            ByteBuffer frames = encode(snapshot, nextNonce, JournalFormat.FILE_HEADER_BYTES, 0);
            if (frames.remaining() > SIZE_BYTES_MAX - JournalFormat.FILE_HEADER_BYTES) {
                throw new IOException("the snapshot is larger than a journal may be: " + directory);
            }
            long nextEnd = JournalFormat.FILE_HEADER_BYTES + (long) frames.remaining();
            next.write(JournalFormat.fileHeader(kind.number(), nextNonce, nextGeneration), 0);
            next.write(frames, JournalFormat.FILE_HEADER_BYTES);
            next.force(true);
            disk.rename(temporary, path);
            // from here on a restart may take the new file, so the old one must get nothing more
            broken = true;
            disk.syncDirectory(directory);
            DiskFile old = file;
            file = next;
            generation = nextGeneration;
            nonce = nextNonce;
            end = nextEnd;
            snapshotEnd = nextEnd;
            broken = false;
            done = true;
            if (old != null) {
                old.close();
            }
        } finally {
            if (!done) {
                next.close();
            }
        }
        JournalFiles.removeOthers(disk, directory, path);
    }

    /** Leaves the mark of a clean stop and closes the file. */
    @Override
    public void close() throws IOException {
        try {
            if (!broken) {
                write(List.of(new Frame(CLEAN_STOP, new byte[0])));
            }
        } catch (NoSpaceException e) {
            // nothing is lost but the mark itself
            LOGGER.atWarn().addKeyValue("directory", directory).log("clean stop not marked, the disk is full");
        } finally {
            if (file != null) {
                file.close();
            }
        }
    }
}
