package io.millrace.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * This machine's CPU, memory, disks and network, from {@code /proc} (see proc(5)); where there is none, CPU and memory as the
 * JVM sees them. Rates are since the reading before. One thread.
 */
final class MachineReadings {

    private static final int SECTOR_BYTES = 512;
    /** Most of its traffic would be the demo's own. */
    private static final String LOOPBACK = "lo";
    /** Whole disks: partitions, loop devices and the like would count the same bytes again. */
    private static final Pattern DISK = Pattern.compile("(sd[a-z]+|vd[a-z]+|xvd[a-z]+|nvme\\d+n\\d+|mmcblk\\d+)");

    private final Path proc;
    private Counters before;
    private long beforeNanos;

    MachineReadings(Path proc) {
        this.proc = proc;
    }

    /** What only grows. */
    private record Counters(long busyTicks, long allTicks, long diskRead, long diskWritten, long received, long sent) {
    }

    /** The readings now; the first call only remembers and is empty where rates come from {@code /proc}. */
    List<Reading> read(long nanos) throws IOException {
        if (!Files.isReadable(proc.resolve("stat"))) {
            return fromJvm();
        }
        Counters now = counters();
        List<Reading> readings = before == null ? List.of() : readings(now, (nanos - beforeNanos) / 1e9);
        before = now;
        beforeNanos = nanos;
        return readings;
    }

    private List<Reading> readings(Counters now, double seconds) throws IOException {
        long ticks = now.allTicks - before.allTicks;
        List<Reading> readings = new ArrayList<>();
        if (ticks > 0) {
            readings.add(new Reading("cpu.busy", (double) (now.busyTicks - before.busyTicks) / ticks, Reading.SHARE));
        }
        readings.add(new Reading("memory.used", memoryUsed(), Reading.SHARE));
        readings.add(rate("disk.read", now.diskRead - before.diskRead, seconds));
        readings.add(rate("disk.written", now.diskWritten - before.diskWritten, seconds));
        readings.add(rate("network.received", now.received - before.received, seconds));
        readings.add(rate("network.sent", now.sent - before.sent, seconds));
        return readings;
    }

    private static Reading rate(String metric, long bytes, double seconds) {
        return new Reading(metric, Math.max(0, bytes) / seconds, Reading.RATE);
    }

    private Counters counters() throws IOException {
        long[] cpu = Stream.of(Files.readAllLines(proc.resolve("stat")).getFirst().trim().split("\\s+")).skip(1)
                .mapToLong(Long::parseLong).toArray();
        long all = 0;
        for (int i = 0; i < Math.min(cpu.length, 8); i++) {
            all += cpu[i]; // the fields behind are guests' time, which user time holds already
        }
        long idle = cpu[3] + cpu[4];
        long read = 0;
        long written = 0;
        for (String line : lines("diskstats")) {
            String[] fields = line.trim().split("\\s+");
            if (DISK.matcher(fields[2]).matches()) {
                read += Long.parseLong(fields[5]) * SECTOR_BYTES;
                written += Long.parseLong(fields[9]) * SECTOR_BYTES;
            }
        }
        long received = 0;
        long sent = 0;
        for (String line : lines("net/dev")) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.substring(0, colon).trim().equals(LOOPBACK)) {
                String[] fields = line.substring(colon + 1).trim().split("\\s+");
                received += Long.parseLong(fields[0]);
                sent += Long.parseLong(fields[8]);
            }
        }
        return new Counters(all - idle, all, read, written, received, sent);
    }

    private double memoryUsed() throws IOException {
        long total = 1;
        long available = 0;
        for (String line : lines("meminfo")) {
            if (line.startsWith("MemTotal:")) {
                total = kibibytes(line);
            } else if (line.startsWith("MemAvailable:")) {
                available = kibibytes(line);
            }
        }
        return 1 - (double) available / total;
    }

    private static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    private List<String> lines(String file) throws IOException {
        Path path = proc.resolve(file);
        return Files.isReadable(path) ? Files.readAllLines(path) : List.of();
    }

    private static List<Reading> fromJvm() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        double memoryUsed = 1 - (double) system.getFreeMemorySize() / system.getTotalMemorySize();
        return List.of(new Reading("cpu.busy", Math.max(0, system.getCpuLoad()), Reading.SHARE),
                new Reading("memory.used", memoryUsed, Reading.SHARE));
    }
}
