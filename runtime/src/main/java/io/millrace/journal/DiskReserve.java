package io.millrace.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;

/**
 * Space held by a file of its own and given up when the disk is full, so that catalog and checkpoints can still be written
 * while puts are refused. Made again when there is room. Thread safe.
 */
public final class DiskReserve {

    /** No reserve. */
    public static final DiskReserve NONE = new DiskReserve(null, Path.of("reserve"), 0);
    private static final Logger LOGGER = LoggerFactory.getLogger(DiskReserve.class);
    private static final int CHUNK_BYTES = 256 * 1024;
    private static final int ROOM_FACTOR = 4;

    private final Disk disk;
    private final Path file;
    private final long bytes;
    private boolean held;

    private DiskReserve(Disk disk, Path file, long bytes) {
        this.disk = disk;
        this.file = file;
        this.bytes = bytes;
    }

    /** A reserve of that many bytes, made now if there is room. */
    public static DiskReserve at(Disk disk, Path file, long bytes) throws IOException {
        DiskReserve reserve = new DiskReserve(disk, file, bytes);
        synchronized (reserve) {
            if (disk.exists(file)) {
                try (DiskFile existing = disk.open(file)) {
                    reserve.held = existing.size() >= bytes;
                }
            }
        }
        reserve.restoreIfRoom();
        return reserve;
    }

    /** Gives the space up; false if there was none. */
    synchronized boolean release() throws IOException {
        if (!held) {
            return false;
        }
        held = false;
        disk.delete(file);
        LOGGER.atWarn().addKeyValue("bytes", bytes).log("disk full, reserve given up");
        return true;
    }

    /** Takes the space again once several times as much is free. A failure only means that there is no reserve yet. */
    synchronized void restoreIfRoom() {
        if (held || disk == null) {
            return;
        }
        try {
            if (disk.usableBytes(file.getParent()) < bytes * ROOM_FACTOR) {
                return;
            }
            disk.delete(file);
            try (DiskFile made = disk.create(file)) {
                for (long at = 0; at < bytes; at += CHUNK_BYTES) {
                    made.write(ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, bytes - at)), at);
                }
                made.force(true);
            }
            held = true;
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("reason", e.getMessage()).log("reserve not made");
        }
    }
}
