package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.millrace.process.Await;
import io.millrace.process.PackagedProgram;
import io.millrace.process.ServerLaunch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a program whose output goes to a file. */
class DemoST {

    private static final Duration BATCHES = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void telemetryReachesTheFunctionAndANewStartResumes() throws Exception {
        String first = runUntilBatches(1);
        assertThat(first).contains("made the stream telemetry").contains("records in");

        String second = runUntilBatches(2);
        assertThat(second).contains("resuming behind the last checkpoint of the stream telemetry");
    }

    @Test
    void aFileIsReplayedToItsEndAndItsAlertsAreShown() throws Exception {
        List<String> lines = new ArrayList<>();
        IntStream.range(0, 3_000).forEach(i -> lines.add(
                "10.0.0.%d - - [17/May/2015:10:%02d:03 +0000] \"GET /%d HTTP/1.1\" %d 17 \"-\" \"curl\"".formatted(
                        i % 7, i / 100, i, i / 100 == 4 && i % 4 == 0 ? 503 : 200)));
        Path file = Files.write(directory.resolve("access.log"), lines);

        Process demo = start(directory.resolve("out"), "--file", file.toString(), "--stream", "requests", "--rate", "0");
        try {
            Await.until(BATCHES, () -> !demo.isAlive(), () -> "the demo has ended: " + output(directory.resolve("out")));
            String output = output(directory.resolve("out"));
            assertThat(demo.exitValue()).as(output).isZero();
            assertThat(output).containsPattern("3,000 records in, 3,000 delivered in \\d+ batches, 1 alerts")
                    .contains("alert http.failed.share 17/May/2015:10:04");
        } finally {
            kill(demo);
        }
    }

    /** The JVM build brings its own. */
    @Test
    void withoutJavaTheExecutableSaysInOneLineWhatTheFunctionNeeds() throws IOException {
        assumeTrue(System.getProperty(PackagedProgram.EXECUTABLE_PROPERTY) != null, "for the native executable");
        List<String> command = ServerLaunch.on(directory.resolve("unused")).command("demo", "--port", "0", "--data", directory.resolve("data").toString());

        Shell.Result result = Shell.run(directory, Map.of("JAVA_HOME", "", "PATH", "/nonexistent"), BATCHES, command);

        assertThat(result.output().lines().toList().getLast()).startsWith("millrace: the function cannot run: ").contains("needs Java 21", "JAVA_HOME");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    private String runUntilBatches(int run) throws IOException {
        Path out = directory.resolve("out-" + run);
        Process demo = start(out);
        try {
            Await.until(BATCHES, () -> output(out).lines().filter(line -> line.startsWith("batch ")).count() >= 3 || !demo.isAlive(),
                    () -> "three batch lines: " + output(out));
            assertThat(demo.isAlive()).as(output(out)).isTrue();
            demo.destroy();
            Await.until(STOP, () -> !demo.isAlive(), () -> "the demo stops: " + output(out));
            assertThat(demo.exitValue()).as(output(out)).isZero();
        } finally {
            kill(demo);
        }
        return output(out);
    }

    private Process start(Path out, String... options) throws IOException {
        List<String> command = new ArrayList<>(ServerLaunch.on(directory.resolve("unused")).command("demo", "--port", "0", "--data",
                directory.resolve("data").toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    }

    private static void kill(Process demo) {
        demo.descendants().forEach(ProcessHandle::destroyForcibly);
        demo.destroyForcibly();
    }

    private static String output(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
