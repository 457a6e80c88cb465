package io.millrace.stream.log;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that is as unkind as a real one may be. At a power cut every sector of every write that was not forced,
 * and every name that was not synced, survives or not by itself. A failed force leaves its bytes readable and clean: the
 * next force says nothing about them. Writes may fail half way, and find no room. One thread.
 */
final class CrashDisk implements Disk {

    private static final int SECTOR_BYTES = 512;
    private final Random random;
    private final Map<Path, Folder> folders = new TreeMap<>();
    private int generation;
    long capacityBytes = Long.MAX_VALUE;
    double failingWrites;
    double failingForces;
    /** Planted fault: forces do nothing. */
    boolean liesAboutForce;

    CrashDisk(Random random) {
        this.random = random;
    }

    /** A change not yet forced: bytes at an offset, or a cut when bytes is null. */
    private record Pending(long offset, byte[] bytes) {
    }

    private static final class Inode {
        private byte[] cached = {};
        private byte[] durable = {};
        private final List<Pending> pending = new ArrayList<>();

        private static byte[] apply(byte[] to, Pending change) {
            if (change.bytes == null) {
                return Arrays.copyOf(to, (int) change.offset);
            }
            byte[] result = Arrays.copyOf(to, Math.max(to.length, (int) change.offset + change.bytes.length));
            System.arraycopy(change.bytes, 0, result, (int) change.offset, change.bytes.length);
            return result;
        }

        private void change(Pending change) {
            cached = apply(cached, change);
            pending.add(change);
        }
    }

    /** A name added (or, with a null inode, removed), all of one change together. */
    private record NameChange(Map<String, Inode> names) {
    }

    private static final class Folder {
        private TreeMap<String, Inode> cached = new TreeMap<>();
        private TreeMap<String, Inode> durable = new TreeMap<>();
        private final List<NameChange> pending = new ArrayList<>();

        private static void apply(TreeMap<String, Inode> to, NameChange change) {
            change.names.forEach((name, inode) -> {
                if (inode == null) {
                    to.remove(name);
                } else {
                    to.put(name, inode);
                }
            });
        }

        private void change(NameChange change) {
            apply(cached, change);
            pending.add(change);
        }
    }

    /** The process is gone, its open files with it; what it wrote is still in the page cache. */
    void kill() {
        generation++;
    }

    /** The power is gone. */
    void powerCut() {
        generation++;
        for (Folder folder : folders.values()) {
            for (NameChange change : folder.pending) {
                if (random.nextBoolean()) {
                    Folder.apply(folder.durable, change);
                }
            }
            folder.pending.clear();
            folder.cached = new TreeMap<>(folder.durable);
            folder.cached.values().forEach(this::loseUnforced);
        }
    }

    private void loseUnforced(Inode inode) {
        int luck = random.nextInt(4);
        for (Pending change : inode.pending) {
            keepSome(inode, change, luck);
        }
        inode.pending.clear();
        inode.cached = inode.durable.clone();
    }

    private void keepSome(Inode inode, Pending change, int luck) {
        if (change.bytes == null) {
            if (random.nextInt(3) < luck) {
                inode.durable = Inode.apply(inode.durable, change);
            }
            return;
        }
        if (random.nextInt(6) == 0) {
            inode.durable = Arrays.copyOf(inode.durable, Math.max(inode.durable.length, (int) change.offset + change.bytes.length));
        }
        int at = 0;
        while (at < change.bytes.length) {
            int end = (int) Math.min(change.bytes.length, ((change.offset + at) / SECTOR_BYTES + 1) * SECTOR_BYTES - change.offset);
            if (random.nextInt(3) < luck) {
                inode.durable = Inode.apply(inode.durable, new Pending(change.offset + at, Arrays.copyOfRange(change.bytes, at, end)));
            }
            at = end;
        }
    }

    long usedBytes() {
        return folders.values().stream().flatMap(folder -> folder.cached.values().stream()).mapToLong(inode -> inode.cached.length).sum();
    }

    private Folder folder(Path file) throws IOException {
        Folder folder = folders.get(file.getParent());
        if (folder == null) {
            throw new NoSuchFileException(file.toString());
        }
        return folder;
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        Folder folder = folder(file);
        String name = file.getFileName().toString();
        if (folder.cached.containsKey(name)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        mayFailWriting();
        Inode inode = new Inode();
        folder.change(new NameChange(Map.of(name, inode)));
        return new OpenFile(inode);
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        Inode inode = folder(file).cached.get(file.getFileName().toString());
        if (inode == null) {
            throw new NoSuchFileException(file.toString());
        }
        return new OpenFile(inode);
    }

    @Override
    public void createDirectories(Path directory) {
        folders.computeIfAbsent(directory, none -> new Folder());
    }

    @Override
    public boolean exists(Path path) {
        Folder folder = folders.get(path.getParent());
        return folders.containsKey(path) || folder != null && folder.cached.containsKey(path.getFileName().toString());
    }

    @Override
    public List<String> list(Path directory) {
        Folder folder = folders.get(directory);
        List<String> names = new ArrayList<>(folder == null ? List.of() : folder.cached.keySet());
        folders.keySet().stream().filter(path -> directory.equals(path.getParent()))
                .forEach(path -> names.add(path.getFileName().toString()));
        names.sort(null);
        return names;
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Folder folder = folder(from);
        Inode inode = folder.cached.get(from.getFileName().toString());
        if (inode == null) {
            throw new NoSuchFileException(from.toString());
        }
        mayFailWriting();
        Map<String, Inode> names = new TreeMap<>();
        names.put(from.getFileName().toString(), null);
        names.put(to.getFileName().toString(), inode);
        folder.change(new NameChange(names));
    }

    @Override
    public void delete(Path path) {
        Folder folder = folders.get(path.getParent());
        if (folder != null && folder.cached.containsKey(path.getFileName().toString())) {
            Map<String, Inode> names = new TreeMap<>();
            names.put(path.getFileName().toString(), null);
            folder.change(new NameChange(names));
        }
        Folder itself = folders.get(path);
        if (itself != null && itself.cached.isEmpty()) {
            folders.remove(path);
        }
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (random.nextDouble() < failingForces) {
            throw new IOException("Input/output error");
        }
        Folder folder = folders.get(directory);
        if (folder != null) {
            folder.pending.forEach(change -> Folder.apply(folder.durable, change));
            folder.pending.clear();
        }
    }

    @Override
    public long usableBytes(Path directory) {
        return Math.max(0, capacityBytes - usedBytes());
    }

    private void mayFailWriting() throws IOException {
        if (random.nextDouble() < failingWrites) {
            throw new IOException("Input/output error");
        }
    }

    private final class OpenFile implements DiskFile {
        private final Inode inode;
        private final int opened = generation;

        private OpenFile(Inode inode) {
            this.inode = inode;
        }

        private void checkAlive() {
            if (opened != generation) {
                throw new IllegalStateException("a process wrote after its end");
            }
        }

        @Override
        public void write(ByteBuffer source, long offset) throws IOException {
            checkAlive();
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            long room = capacityBytes - usedBytes();
            long grows = offset + bytes.length - inode.cached.length;
            if (grows > Math.max(0, room)) {
                int fits = (int) Math.max(0, bytes.length - (grows - Math.max(0, room)));
                inode.change(new Pending(offset, Arrays.copyOf(bytes, fits)));
                throw new IOException("No space left on device");
            }
            if (random.nextDouble() < failingWrites) {
                inode.change(new Pending(offset, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))));
                throw new IOException("Input/output error");
            }
            inode.change(new Pending(offset, bytes));
        }

        @Override
        public int read(ByteBuffer target, long offset) {
            checkAlive();
            int length = (int) Math.max(0, Math.min(target.remaining(), inode.cached.length - offset));
            if (length > 0) {
                target.put(inode.cached, (int) offset, length);
            }
            return length;
        }

        @Override
        public void force(boolean metadata) throws IOException {
            checkAlive();
            if (liesAboutForce) {
                return;
            }
            if (random.nextDouble() < failingForces) {
                int luck = random.nextInt(4);
                inode.pending.forEach(change -> keepSome(inode, change, luck));
                inode.pending.clear();
                throw new IOException("Input/output error");
            }
            for (Pending change : inode.pending) {
                inode.durable = Inode.apply(inode.durable, change);
            }
            inode.pending.clear();
        }

        @Override
        public void truncate(long size) throws IOException {
            checkAlive();
            mayFailWriting();
            if (size < inode.cached.length) {
                inode.change(new Pending(size, null));
            }
        }

        @Override
        public long size() {
            checkAlive();
            return inode.cached.length;
        }

        @Override
        public void close() {
            // nothing is lost by closing
        }
    }
}
