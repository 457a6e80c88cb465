package io.millrace.stream.log.block;

import io.millrace.clock.Clock;
import io.millrace.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Keeps appends off the last free bytes of the file system, which catalog and checkpoints need. Asks the system at most
 * every 100 ms, or when what was written since could have spent the room; while there is none, every time. Any writer.
 */
final class DiskSpace {

    private static final long ASK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();
    private final Disk disk;
    private final Clock clock;
    private final Path directory;
    private final long freeBytesMin;
    private long roomBytes = -1;
    private long askedAtNanos;

    DiskSpace(Disk disk, Clock clock, Path directory, long freeBytesMin) {
        this.disk = disk;
        this.clock = clock;
        this.directory = directory;
        this.freeBytesMin = freeBytesMin;
    }

    /** Whether {@code bytes} may be written; counts them. */
    synchronized boolean take(long bytes) throws IOException {
        if (roomBytes < bytes || clock.nanos() - askedAtNanos >= ASK_AGAIN_NANOS) {
            roomBytes = disk.usableBytes(directory) - freeBytesMin;
            askedAtNanos = clock.nanos();
        }
        if (roomBytes < bytes) {
            return false;
        }
        roomBytes -= bytes;
        return true;
    }

    /** A write found no room: ask before the next. */
    synchronized void ranOut() {
        roomBytes = -1;
    }
}
