package io.millrace.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A file system in memory that can lose power. Each 512-byte sector written since a file's last force is kept or lost on its
 * own, and so is each change of size and each creation, rename and deletion since the directory's last sync: nothing is
 * promised about their order. Modelled on what ext4 and xfs may do, not on what they usually do. Directories themselves are
 * durable at once. Thread safe; deterministic for a given sequence of calls and {@link Random}.
 */
public final class SimulatedDisk implements Disk {

    private final Map<Path, SimulatedNode> names = new HashMap<>();
    private final TreeSet<Path> directories = new TreeSet<>();
    private final List<NameChange> unsynced = new ArrayList<>();
    private final DiskFaults faults = new DiskFaults();
    private long capacityBytes = Long.MAX_VALUE;
    private int generation;

    /** A change of a directory's names that a power cut may undo. A rename has both paths, a creation only {@code to}, a deletion only {@code from}. */
    private record NameChange(Path from, Path to, SimulatedNode moved, SimulatedNode replaced) {
        boolean touches(Path directory) {
            return from != null && directory.equals(from.getParent()) || to != null && directory.equals(to.getParent());
        }
    }

    /** What goes wrong next. */
    public DiskFaults faults() {
        return faults;
    }

    /** Bounds the sum of all file sizes. */
    public synchronized void capacity(long bytes) {
        capacityBytes = bytes;
    }

    /** The process dies: open files are useless, what was written stays. */
    public synchronized void kill() {
        generation++;
        faults.clear();
    }

    /** Power is cut: what was not made durable is kept or lost by the dice; open files are useless. */
    public synchronized void crash(Random random) {
        kill();
        // the first results of Random are alike for neighbouring seeds
        RandomGenerator dice = new SplittableRandom(random.nextLong());
        for (int i = unsynced.size() - 1; i >= 0; i--) {
            if (dice.nextBoolean()) {
                undo(unsynced.get(i));
            }
        }
        unsynced.clear();
        names.values().stream().distinct().sorted(java.util.Comparator.comparingInt(SimulatedNode::number))
                .forEach(node -> node.crash(dice));
    }

    private void undo(NameChange change) {
        if (change.to() != null && names.get(change.to()) == change.moved()) {
            names.remove(change.to());
            if (change.replaced() != null) {
                names.put(change.to(), change.replaced());
            }
        }
        if (change.from() != null && !names.containsKey(change.from())) {
            names.put(change.from(), change.moved());
        }
    }

    /** Flips one bit of a file at rest. */
    public synchronized void flip(Path file, long bit) throws IOException {
        node(file).flip(bit);
    }

    /** A file's bytes as a reader sees them now. */
    public synchronized byte[] bytes(Path file) throws IOException {
        return node(file).bytes();
    }

    /** The files there are, sorted. */
    public synchronized List<Path> files() {
        return names.keySet().stream().sorted().toList();
    }

    private SimulatedNode node(Path file) throws IOException {
        SimulatedNode node = names.get(normal(file));
        if (node == null) {
            throw new NoSuchFileException(file.toString());
        }
        return node;
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    @Override
    public synchronized DiskFile create(Path file) throws IOException {
        Path path = normal(file);
        if (!directories.contains(path.getParent())) {
            throw new NoSuchFileException(path.getParent().toString());
        }
        if (names.containsKey(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        SimulatedNode node = new SimulatedNode(names.size() + unsynced.size() + generation);
        names.put(path, node);
        unsynced.add(new NameChange(null, path, node, null));
        return new SimulatedFile(this, node, path, generation);
    }

    @Override
    public synchronized DiskFile open(Path file) throws IOException {
        return new SimulatedFile(this, node(file), normal(file), generation);
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        for (Path path = normal(directory); path != null; path = path.getParent()) {
            if (names.containsKey(path)) {
                throw new FileAlreadyExistsException(path.toString());
            }
            directories.add(path);
        }
    }

    @Override
    public synchronized boolean exists(Path path) {
        return names.containsKey(normal(path)) || directories.contains(normal(path));
    }

    @Override
    public synchronized List<String> list(Path directory) throws IOException {
        Path parent = normal(directory);
        TreeSet<String> found = new TreeSet<>();
        names.keySet().stream().filter(path -> parent.equals(path.getParent())).forEach(path -> found.add(path.getFileName().toString()));
        directories.stream().filter(path -> parent.equals(path.getParent())).forEach(path -> found.add(path.getFileName().toString()));
        return List.copyOf(found);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        SimulatedNode node = node(from);
        SimulatedNode replaced = names.put(normal(to), node);
        names.remove(normal(from));
        unsynced.add(new NameChange(normal(from), normal(to), node, replaced));
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        Path normal = normal(path);
        SimulatedNode node = names.remove(normal);
        if (node != null) {
            unsynced.add(new NameChange(normal, null, node, null));
        } else if (directories.contains(normal)) {
            if (!list(normal).isEmpty()) {
                throw new java.nio.file.DirectoryNotEmptyException(normal.toString());
            }
            directories.remove(normal);
        }
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        Path normal = normal(directory);
        if (!directories.contains(normal)) {
            throw new FileNotFoundException(directory.toString());
        }
        faults.beforeForce(null);
        unsynced.removeIf(change -> change.touches(normal));
    }

    @Override
    public synchronized long usableBytes(Path directory) {
        return Math.max(0, capacityBytes - used());
    }

    long used() {
        return names.values().stream().mapToLong(SimulatedNode::size).sum();
    }

    /** How many bytes a file may grow before the disk is full. */
    long room() {
        return capacityBytes == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, capacityBytes - used());
    }

    int generation() {
        return generation;
    }
}
