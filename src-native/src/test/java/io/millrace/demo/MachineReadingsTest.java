package io.millrace.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineReadingsTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path proc;

    @BeforeEach
    void aMachine() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("meminfo"), "MemTotal:  1000 kB\nMemFree:  10 kB\nMemAvailable:  250 kB\n");
        counters(100, 800, 10, 0, 1_000, 50);
    }

    @Test
    void ratesAreSinceTheReadingBefore() throws IOException {
        MachineReadings machine = new MachineReadings(proc);
        assertThat(machine.read(5 * SECOND)).isEmpty();

        counters(130, 870, 14, 8, 3_000, 550);
        Map<String, Double> readings = byMetric(machine.read(7 * SECOND));

        assertThat(readings).containsOnlyKeys("cpu.busy", "memory.used", "disk.read", "disk.written", "network.received", "network.sent");
        assertThat(readings.get("cpu.busy")).isCloseTo(0.3, within(1e-9));
        assertThat(readings.get("memory.used")).isCloseTo(0.75, within(1e-9));
        assertThat(readings.get("disk.read")).isEqualTo(4 * 512 / 2.0);
        assertThat(readings.get("disk.written")).isEqualTo(8 * 512 / 2.0);
        assertThat(readings.get("network.received")).isEqualTo(1_000);
        assertThat(readings.get("network.sent")).isEqualTo(250);
    }

    @Test
    void withoutProcTheJvmSaysWhatItKnows() throws IOException {
        Map<String, Double> readings = byMetric(new MachineReadings(proc.resolve("nowhere")).read(0));

        assertThat(readings).containsOnlyKeys("cpu.busy", "memory.used");
        assertThat(readings.get("memory.used")).isBetween(0.0, 1.0);
    }

    private void counters(long user, long idle, long sectorsRead, long sectorsWritten, long received, long sent) throws IOException {
        Files.writeString(proc.resolve("stat"), "cpu  %d 0 0 %d 0 0 0 0 77 77\ncpu0 1 1 1 1\n".formatted(user, idle));
        String disk = " 0 1 %s 9 9 %d 9 9 9 %d 9 9 9 9\n";
        Files.writeString(proc.resolve("diskstats"), disk.formatted("vda", sectorsRead, sectorsWritten) + disk.formatted("vda1", 999, 999)
                + disk.formatted("loop0", 999, 999));
        Files.writeString(proc.resolve("net/dev"), "Inter-| Receive\n face |bytes\n    lo: %d 1 0 0 0 0 0 0 %d 2\n  eth0: %d 1 0 0 0 0 0 0 %d 2\n"
                .formatted(received * 3, sent * 3, received, sent));
    }

    private static Map<String, Double> byMetric(List<Reading> readings) {
        return readings.stream().collect(Collectors.toMap(Reading::metric, Reading::value));
    }
}
