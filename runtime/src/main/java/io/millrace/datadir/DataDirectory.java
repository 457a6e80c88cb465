package io.millrace.datadir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import io.millrace.disk.FileDisk;

/** An open, locked data directory. Closing it releases the lock; close everything in it first. */
public final class DataDirectory implements AutoCloseable {

    /** The version this program reads and writes. */
    public static final int FORMAT_VERSION = 1;
    private static final String FORMAT_FILE = "format";
    private static final String FORMAT_TEMPORARY = FORMAT_FILE + ".tmp";
    /** What may be there before the format file is: from a first start that was cut short, or from the file system. */
    private static final Set<String> OWN_BEFORE_FORMAT = Set.of(DirectoryLock.FILE, FORMAT_TEMPORARY, "lost+found");
    private static final String FORMAT_WORD = "millrace";
    private static final int FORMAT_BYTES_MAX = 256;

    private final Path root;
    private final DirectoryLock lock;

    private DataDirectory(Path root, DirectoryLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Whether there is a data directory, of whatever version. Changes nothing. */
    public static boolean isAt(Path root) {
        return Files.isRegularFile(root.resolve(FORMAT_FILE));
    }

    /** Opens the directory, making it (0700) where there is none. Fails with a {@link DataDirectoryException}. */
    public static DataDirectory open(Path root) {
        FileDisk disk = new FileDisk();
        try {
            disk.createDirectories(root);
            // before the lock file or anything else of ours is in it
            refuseStrangers(root, disk);
            return locked(root, disk, true);
        } catch (IOException e) {
            throw new DataDirectoryException.Inaccessible("cannot open the data directory " + root + ": " + e.getMessage(), e);
        }
    }

    /** Opens an existing directory without changing anything in it but the lock. Fails with a {@link DataDirectoryException}. */
    public static DataDirectory inspect(Path root) {
        if (!isAt(root)) {
            throw new DataDirectoryException.UnknownFormat("no Millrace data directory: " + root);
        }
        try {
            return locked(root, new FileDisk(), false);
        } catch (IOException e) {
            throw new DataDirectoryException.Inaccessible("cannot open the data directory " + root + ": " + e.getMessage(), e);
        }
    }

    private static DataDirectory locked(Path root, Disk disk, boolean initialise) throws IOException {
        DirectoryLock lock = DirectoryLock.take(root);
        boolean opened = false;
        try {
            if (initialise) {
                initialise(root, disk);
            }
            checkFormat(root);
            if (initialise) {
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
            opened = true;
            return new DataDirectory(root, lock);
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** A directory with other things and no format file is not ours, and stays as it is. */
    private static void refuseStrangers(Path root, Disk disk) throws IOException {
        if (disk.exists(root.resolve(FORMAT_FILE))) {
            return;
        }
        Optional<String> stranger = disk.list(root).stream().filter(name -> !OWN_BEFORE_FORMAT.contains(name)).findFirst();
        if (stranger.isPresent()) {
            throw new DataDirectoryException.UnknownFormat("not a Millrace data directory, and not empty: " + root + " has " + stranger.get());
        }
    }

    private static void initialise(Path root, Disk disk) throws IOException {
        Path format = root.resolve(FORMAT_FILE);
        if (disk.exists(format)) {
            return;
        }
        refuseStrangers(root, disk);
        Path temporary = root.resolve(FORMAT_TEMPORARY);
        disk.delete(temporary);
        try (DiskFile file = disk.create(temporary)) {
            file.write(ByteBuffer.wrap((FORMAT_WORD + " " + FORMAT_VERSION + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            file.force(true);
        }
        disk.rename(temporary, format);
        disk.syncDirectory(root);
    }

    private static void checkFormat(Path root) throws IOException {
        Path format = root.resolve(FORMAT_FILE);
        if (!Files.isRegularFile(format, LinkOption.NOFOLLOW_LINKS) || Files.size(format) > FORMAT_BYTES_MAX) {
            throw new DataDirectoryException.UnknownFormat("no format file in " + root);
        }
        String text = Files.readString(format, StandardCharsets.ISO_8859_1).strip();
        if (!text.equals(FORMAT_WORD + " " + FORMAT_VERSION)) {
            throw new DataDirectoryException.UnknownFormat("the data directory " + root + " has format \"" + text + "\"; this program knows \""
                    + FORMAT_WORD + " " + FORMAT_VERSION + "\"");
        }
    }

    public Path root() {
        return root;
    }

    public Path catalog() {
        return root.resolve("catalog");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    public Path streams() {
        return root.resolve("streams");
    }

    /** Fragments of video streams. */
    public Path video() {
        return root.resolve("video");
    }

    public Path functions() {
        return root.resolve("functions");
    }

    /** What delivery streams have accepted and not yet delivered. */
    public Path firehose() {
        return root.resolve("firehose");
    }

    /** The server's own certificate, and bodies that wait to be verified. */
    public Path access() {
        return root.resolve("access");
    }

    /** Objects of delivery streams, a directory for each bucket, where no S3-compatible store is configured. */
    public Path buckets() {
        return root.resolve("buckets");
    }

    /** The file that is given up so that catalog and checkpoints stay writable on a full disk. */
    public Path reserve() {
        return root.resolve("reserve");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new DataDirectoryException.Inaccessible("cannot release the lock of " + root, e);
        }
    }
}
