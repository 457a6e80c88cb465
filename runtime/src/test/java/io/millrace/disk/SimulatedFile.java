package io.millrace.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/** An open file of a {@link SimulatedDisk}; useless after a crash. */
final class SimulatedFile implements DiskFile {

    private final SimulatedDisk disk;
    private final SimulatedNode node;
    private final Path path;
    private final int generation;
    private boolean closed;

    SimulatedFile(SimulatedDisk disk, SimulatedNode node, Path path, int generation) {
        this.disk = disk;
        this.node = node;
        this.path = path;
        this.generation = generation;
    }

    private void checkOpen() throws IOException {
        if (generation != disk.generation()) {
            throw new IOException("the power was cut: " + path);
        }
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void write(ByteBuffer source, long offset) throws IOException {
        synchronized (disk) {
            checkOpen();
            byte[] bytes = new byte[source.remaining()];
            source.get(source.position(), bytes);
            int allowed = disk.faults().beforeWrite(path, bytes.length);
            long room = disk.room();
            long growth = Math.max(0, offset + bytes.length - node.size());
            int fits = growth <= room ? bytes.length : (int) Math.max(0, bytes.length - (growth - room));
            int written = Math.min(allowed, fits);
            node.write(offset, bytes, 0, written);
            source.position(source.position() + written);
            if (written < bytes.length) {
                throw fits <= allowed ? new NoSpaceException("No space left on device", null) : new IOException("write failed: " + path);
            }
        }
    }

    @Override
    public int read(ByteBuffer target, long offset) throws IOException {
        synchronized (disk) {
            checkOpen();
            disk.faults().beforeRead(path);
            int length = (int) Math.max(0, Math.min(target.remaining(), node.size() - offset));
            byte[] bytes = new byte[length];
            if (length > 0) {
                node.read(offset, bytes, length);
            }
            target.put(bytes);
            return length;
        }
    }

    @Override
    public void force(boolean metadata) throws IOException {
        synchronized (disk) {
            checkOpen();
            try {
                disk.faults().beforeForce(path);
            } catch (IOException e) {
                node.forceFailed();
                throw e;
            }
            node.force();
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        synchronized (disk) {
            checkOpen();
            node.truncate(size);
        }
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            checkOpen();
            return node.size();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
