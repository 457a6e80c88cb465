package io.millrace.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A disk that hands everything on; its heirs watch the files, or do one thing otherwise. */
public class ForwardingDisk implements Disk {

    private final Disk disk;

    protected ForwardingDisk(Disk disk) {
        this.disk = disk;
    }

    /** What is given for a file that was created or opened. */
    protected DiskFile wrap(DiskFile file) {
        return file;
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return wrap(disk.create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return wrap(disk.open(file));
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

    /** A file that hands everything on. */
    public static class ForwardingFile implements DiskFile {

        private final DiskFile file;

        protected ForwardingFile(DiskFile file) {
            this.file = file;
        }

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
        }
    }
}
