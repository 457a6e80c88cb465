package io.millrace.stream.index;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Real files; refuses to create more on demand, and counts what is open. */
final class PlainDisk implements Disk {

    final AtomicInteger openFiles = new AtomicInteger();
    volatile boolean full;

    @Override
    public DiskFile create(Path file) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        return file(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return file(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    private DiskFile file(FileChannel channel) {
        openFiles.incrementAndGet();
        return new DiskFile() {
            @Override
            public void write(ByteBuffer source, long offset) throws IOException {
                long at = offset;
                while (source.hasRemaining()) {
                    at += channel.write(source, at);
                }
            }

            @Override
            public int read(ByteBuffer target, long offset) throws IOException {
                int total = 0;
                while (target.hasRemaining()) {
                    int read = channel.read(target, offset + total);
                    if (read < 0) {
                        break;
                    }
                    total += read;
                }
                return total;
            }

            @Override
            public void force(boolean metadata) throws IOException {
                channel.force(metadata);
            }

            @Override
            public void truncate(long size) throws IOException {
                channel.truncate(size);
            }

            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public void close() throws IOException {
                channel.close();
                openFiles.decrementAndGet();
            }
        };
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory)) {
            channel.force(true);
        }
    }

    @Override
    public long usableBytes(Path directory) {
        return full ? 0 : Long.MAX_VALUE;
    }
}
