package io.millrace.stream.index;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import io.millrace.disk.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that counts the files that are open. */
final class CountedDisk implements Disk {

    final AtomicInteger openFiles = new AtomicInteger();
    private final Disk disk = new FileDisk();

    @Override
    public DiskFile create(Path file) throws IOException {
        return counted(disk.create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return counted(disk.open(file));
    }

    private DiskFile counted(DiskFile file) {
        openFiles.incrementAndGet();
        return new DiskFile() {
            @Override
            public void write(ByteBuffer source, long offset) throws IOException {
                file.write(source, offset);
            }

            @Override
            public int read(ByteBuffer target, long offset) throws IOException {
                return file.read(target, offset);
            }

            @Override
            public void force(boolean metadata) throws IOException {
                file.force(metadata);
            }

            @Override
            public void truncate(long size) throws IOException {
                file.truncate(size);
            }

            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void close() throws IOException {
                file.close();
                openFiles.decrementAndGet();
            }
        };
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        disk.syncDirectory(directory);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
        return disk.usableBytes(directory);
    }
}
