package io.millrace.functions.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process as {@code /proc/PID/stat} shows it; see proc(5).
 *
 * @param group      of which process group it is a member
 * @param startTicks when it started, in clock ticks after boot; with the pid it names one process of this boot
 * @param zombie     ended, only its exit code waits to be collected
 */
record ProcessInfo(long pid, long group, long startTicks, boolean zombie) {

    private static final Path PROC = Path.of("/proc");
    /** Fields counted from the one behind the command's closing parenthesis. */
    private static final int STATE = 0, GROUP = 2, START_TICKS = 19;

    /** Empty if there is no such process. */
    static Optional<ProcessInfo> of(long pid) {
        return read(PROC.resolve(Long.toString(pid)).resolve("stat")).map(line -> {
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
            return new ProcessInfo(pid, Long.parseLong(fields[GROUP]), Long.parseLong(fields[START_TICKS]), "ZX".contains(fields[STATE]));
        });
    }

    static List<ProcessInfo> all() {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString()).filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::valueOf).toList().stream().flatMap(pid -> of(pid).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The largest resident memory the process has had, in bytes; 0 when it is gone. */
    static long peakMemoryBytes(long pid) {
        return read(PROC.resolve(Long.toString(pid)).resolve("status")).flatMap(text -> text.lines()
                .filter(line -> line.startsWith("VmHWM:")).findFirst())
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).orElse(0L);
    }

    /** Tells one boot of this machine from another. */
    static String bootId() {
        return read(PROC.resolve("sys/kernel/random/boot_id")).map(String::strip).orElse("unknown");
    }

    /** Empty when the process ended before or while it was read: the kernel then says ENOENT or ESRCH. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException e) {
            if (Files.exists(file.getParent())) {
                throw new UncheckedIOException(e);
            }
            return Optional.empty();
        }
    }
}
