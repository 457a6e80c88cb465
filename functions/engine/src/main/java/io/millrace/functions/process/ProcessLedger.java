package io.millrace.functions.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The children that live, one file each: its name is the pid, its text {@code bootId startTicks}. Not synced: after a power cut no
 * process is left either. Blocks; one thread at a time.
 */
final class ProcessLedger {

    private final Path directory;
    private final String bootId = ProcessInfo.bootId();

    ProcessLedger(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    void add(long pid) throws IOException {
        Optional<ProcessInfo> process = ProcessInfo.of(pid);
        if (process.isPresent()) {
            Files.writeString(file(pid), bootId + " " + process.get().startTicks());
        }
    }

    void remove(long pid) throws IOException {
        Files.deleteIfExists(file(pid));
    }

    /** Kills the groups an earlier server has left behind, and returns when none of them is left. */
    int reap() throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(directory)) {
            files = entries.toList();
        }
        int ended = 0;
        List<ProcessInfo> processes = files.isEmpty() ? List.of() : ProcessInfo.all();
        for (Path file : files) {
            long pid = Long.parseLong(file.getFileName().toString());
            if (isLeftover(pid, Files.readString(file).split(" "), processes)) {
                ProcessGroups.end(pid);
                ended++;
            }
        }
        for (Path file : files) {
            Files.delete(file);
        }
        return ended;
    }

    /**
     * The kernel gives a pid to nobody else while a group of that number has members. So a leader with another start time means that
     * the group is gone; without a leader, the members must not be older than the leader was.
     */
    private boolean isLeftover(long pid, String[] record, List<ProcessInfo> processes) {
        if (record.length != 2 || !record[0].equals(bootId)) {
            return false;
        }
        long startTicks = Long.parseLong(record[1]);
        Optional<ProcessInfo> leader = processes.stream().filter(process -> process.pid() == pid).findFirst();
        if (leader.isPresent()) {
            return leader.get().startTicks() == startTicks;
        }
        return processes.stream().anyMatch(process -> process.group() == pid && process.startTicks() >= startTicks);
    }

    private Path file(long pid) {
        return directory.resolve(Long.toString(pid));
    }
}
