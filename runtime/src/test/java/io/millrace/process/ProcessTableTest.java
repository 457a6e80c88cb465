package io.millrace.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A search for processes left over is worth something only if it finds one. */
class ProcessTableTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    @Test
    void findsAProcessByItsEnvironmentAsLongAsItLives() throws IOException {
        String value = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder("sleep", "60");
        builder.environment().put("PROCESS_TABLE_TEST", value);
        Process process = builder.start();
        try {
            Await.until(BOUND, () -> ProcessTable.withEnvironment("PROCESS_TABLE_TEST=" + value).contains(process.pid()), () -> "the child is found");
            assertThat(ProcessTable.withEnvironment("PROCESS_TABLE_TEST=" + value.substring(1))).isEmpty();
            assertThat(ProcessTable.alive(process.pid())).isTrue();
            assertThat(ProcessTable.commandLine(process.pid())).isEqualTo("sleep 60");
        } finally {
            process.destroyForcibly();
        }
        Await.until(BOUND, () -> ProcessTable.withEnvironment("PROCESS_TABLE_TEST=" + value).isEmpty(), () -> "the child is gone");
        assertThat(ProcessTable.alive(process.pid())).isFalse();
    }

    @Test
    void countsTheProcessorTimeOfAProcess() {
        long self = ProcessHandle.current().pid();
        Duration before = ProcessTable.cpuTime(self).orElseThrow();
        Await.until(BOUND, () -> ProcessTable.cpuTime(self).orElseThrow().compareTo(before.plusMillis(50)) > 0 || spin() < 0,
                () -> "the time spent spinning is counted");
    }

    private static long spin() {
        long until = System.nanoTime() + Duration.ofMillis(20).toNanos();
        long turns = 0;
        while (System.nanoTime() - until < 0) {
            turns++;
        }
        return turns;
    }
}
