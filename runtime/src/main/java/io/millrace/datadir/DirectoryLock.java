package io.millrace.datadir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock file of a data directory. POSIX drops a process's lock when it closes any descriptor of the file, so the file is
 * opened once per process: a second attempt in the same process is refused before it touches the file.
 */
final class DirectoryLock implements AutoCloseable {

    static final String FILE = "lock";
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    private final Path key;
    private final FileChannel channel;

    private DirectoryLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) throws IOException {
        Path key = directory.toRealPath();
        if (!HELD.add(key)) {
            throw new DataDirectoryException.Locked("this process has the data directory open already: " + directory);
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(key.resolve(FILE), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new DataDirectoryException.Locked("another program has the data directory open: " + directory);
            }
            taken = true;
            return new DirectoryLock(key, channel);
        } catch (OverlappingFileLockException e) {
            throw new DataDirectoryException.Locked("this process has the data directory open already: " + directory);
        } finally {
            if (!taken) {
                HELD.remove(key);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(key);
    }
}
