package io.millrace.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code /proc} says about the processes of this machine. See proc(5). */
public final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    /** USER_HZ, which is 100 on every Linux a JDK runs on. */
    private static final long TICKS_PER_SECOND = 100;
    /** Fields of {@code /proc/PID/stat} counted from the one behind the command's closing parenthesis. */
    private static final int STATE = 0, USER_TICKS = 11, SYSTEM_TICKS = 12;

    private static final String BYTES_WRITTEN = "write_bytes:", RESIDENT = "VmRSS:";

    private ProcessTable() {
    }

    /**
     * Living processes, zombies not counted, whose initial environment has exactly this entry ({@code NAME=value}). Processes whose
     * environment the kernel shows nobody but their own user are passed over.
     */
    public static List<Long> withEnvironment(String entry) {
        return processes().filter(pid -> environment(pid).contains(entry) && alive(pid)).toList();
    }

    /** User and system time a process has used, its threads included, its children not; empty if it is gone. */
    public static Optional<Duration> cpuTime(long pid) {
        return statistics(pid).map(fields -> Duration.ofMillis(
                (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * 1000 / TICKS_PER_SECOND));
    }

    /** Bytes a process has caused to be written to disk ({@code write_bytes}); 0 if it is gone. */
    public static long bytesWritten(long pid) {
        return number(pid, "io", BYTES_WRITTEN).orElse(0L);
    }

    /** Bytes of a process that are in memory ({@code VmRSS}); 0 if it is gone. */
    public static long residentBytes(long pid) {
        return number(pid, "status", RESIDENT).orElse(0L) * 1024;
    }

    /** Whether the process exists and is not a zombie. */
    public static boolean alive(long pid) {
        return statistics(pid).map(fields -> !fields[STATE].equals("Z") && !fields[STATE].equals("X")).orElse(false);
    }

    /** The command line of a process, for messages. */
    public static String commandLine(long pid) {
        return read(pid, "cmdline").map(text -> text.replace('\0', ' ').strip()).orElse("gone");
    }

    /** The first number of the line that starts so. */
    private static Optional<Long> number(long pid, String file, String start) {
        return read(pid, file).flatMap(text -> text.lines().filter(line -> line.startsWith(start)).findFirst())
                .map(line -> Long.parseLong(line.substring(start.length()).strip().split(" ")[0]));
    }

    private static List<String> environment(long pid) {
        return read(pid, "environ").map(text -> Arrays.asList(text.split("\0"))).orElse(List.of());
    }

    private static Optional<String[]> statistics(long pid) {
        return read(pid, "stat").map(line -> line.substring(line.lastIndexOf(')') + 2).split(" "));
    }

    private static Stream<Long> processes() {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::valueOf).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Empty where the kernel shows nothing: the process is another user's (EACCES), a kernel thread or a zombie, or ended before or while
     * it was read (ENOENT, ESRCH, at open or at read).
     */
    private static Optional<String> read(long pid, String file) {
        try {
            return Optional.of(Files.readString(PROC.resolve(Long.toString(pid)).resolve(file), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
