package io.millrace.functions.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.process.Await;
import io.millrace.process.ProcessTable;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Children end when they should, with all that they have started. */
class SpawnerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;
    private final String mark = UUID.randomUUID().toString();

    private Launch shell(String script, OptionalInt uid) {
        return new Launch(List.of("/bin/sh", "-c", script), Map.of("MARK", mark, "PATH", "/usr/bin:/bin"), Path.of("/"), uid);
    }

    private List<Long> marked() {
        return ProcessTable.withEnvironment("MARK=" + mark);
    }

    private static int exitCode(ChildProcess child) throws Exception {
        return child.exited().toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void outputAndExitCodeAreTheChilds() throws Exception {
        try (Spawner spawner = Spawner.open(directory)) {
            ChildProcess child = spawner.spawn(shell("echo out; echo err >&2; env | sort; exit 5", OptionalInt.empty())).toCompletableFuture().get();
            assertThat(exitCode(child)).isEqualTo(5);
            byte[] bytes = new byte[1000];
            String output = new String(bytes, 0, child.read(bytes), StandardCharsets.UTF_8);
            assertThat(output.lines()).containsExactly("out", "err", "MARK=" + mark, "PATH=/usr/bin:/bin", "PWD=/");
            assertThat(child.read(bytes)).isZero();
            child.closeOutput();
        }
    }

    /** A function that chooses which setpriv is run would be run as the server. */
    @Test
    void theChildsEnvironmentDoesNotSteerWhatRunsBeforeIt() throws Exception {
        Path fake = Files.writeString(directory.resolve("setpriv"), "#!/bin/sh\ntouch " + directory.resolve("steered") + "\nexec /usr/bin/setpriv \"$@\"\n");
        Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = Map.of("PATH", directory + ":/usr/bin:/bin", "LD_LIBRARY_PATH", directory + "/lib", "LOCPATH", "/nowhere", "MARK", mark);
        try (Spawner spawner = Spawner.open(directory.resolve("spawner"))) {
            ChildProcess child = spawner.spawn(new Launch(List.of("/bin/sh", "-c", "env | sort"), environment, Path.of("/"), OptionalInt.empty()))
                    .toCompletableFuture().get();
            assertThat(exitCode(child)).isZero();
            byte[] bytes = new byte[1000];
            assertThat(new String(bytes, 0, child.read(bytes), StandardCharsets.UTF_8).lines()).containsExactly("LD_LIBRARY_PATH=" + directory + "/lib",
                    "LOCPATH=/nowhere", "MARK=" + mark, "PATH=" + directory + ":/usr/bin:/bin", "PWD=/");
            child.closeOutput();
        }
        assertThat(directory.resolve("steered")).doesNotExist();
    }

    @Test
    void whatAChildStartedEndsWithIt() throws Exception {
        try (Spawner spawner = Spawner.open(directory)) {
            ChildProcess child = spawner.spawn(shell("sleep 600 & exit 0", OptionalInt.empty())).toCompletableFuture().get();
            assertThat(exitCode(child)).isZero();
            Await.until(SOON, () -> marked().isEmpty(), () -> marked().toString());
            try (Stream<Path> pids = Files.list(directory.resolve("pids"))) {
                assertThat(pids).isEmpty();
            }
        }
    }

    @Test
    void closeLeavesNobody() throws Exception {
        try (Spawner spawner = Spawner.open(directory)) {
            spawner.spawn(shell("sleep 600 & sleep 601", OptionalInt.empty())).toCompletableFuture().get();
            Await.until(SOON, () -> marked().size() == 3, () -> marked().toString());
        }
        assertThat(marked()).isEmpty();
    }

    @Test
    void aKilledServersChildEndsAndTheNextServerEndsTheRest() throws Exception {
        Process server = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), SpawnerMain.class.getName(), directory.toString(), mark).redirectErrorStream(true).start();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null && !line.startsWith("spawned")) {
                line = reader.readLine();
            }
            long child = Long.parseLong(line.substring("spawned ".length()));
            Await.until(SOON, () -> marked().size() == 3, () -> marked().toString());
            server.destroyForcibly().waitFor();
            Await.until(SOON, () -> !ProcessTable.alive(child), () -> "the child lives");
        }
        assertThat(marked()).hasSize(2);
        Spawner.open(directory).close();
        assertThat(marked()).isEmpty();
    }

    @Test
    void aRecordOfAnotherProcessKillsNobody() throws Exception {
        Process innocent = new ProcessBuilder("setsid", "sleep", "600").start();
        try {
            Files.createDirectories(directory.resolve("pids"));
            Await.until(SOON, () -> ProcessInfo.of(innocent.pid()).filter(process -> process.group() == innocent.pid()).isPresent(), () -> "no group");
            long start = ProcessInfo.of(innocent.pid()).orElseThrow().startTicks();
            Path record = directory.resolve("pids").resolve(Long.toString(innocent.pid()));
            Files.writeString(record, ProcessInfo.bootId() + " " + (start - 1));
            Spawner.open(directory).close();
            assertThat(innocent.isAlive()).isTrue();
            Files.writeString(record, "another-boot " + start);
            Spawner.open(directory).close();
            assertThat(innocent.isAlive()).isTrue();
            Files.writeString(record, ProcessInfo.bootId() + " " + start);
            Spawner.open(directory).close();
            assertThat(innocent.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void aFloodingGrandchildCostsNoMemory() throws Exception {
        try (Spawner spawner = Spawner.open(directory)) {
            ChildProcess child = spawner.spawn(shell("yes flood & exit 0", OptionalInt.empty())).toCompletableFuture().get();
            assertThat(exitCode(child)).isZero();
            Await.until(SOON, () -> marked().isEmpty(), () -> marked().toString());
            byte[] bytes = new byte[1 << 20];
            assertThat(child.read(bytes)).isLessThanOrEqualTo(64 * 1024);
        }
    }

    @Test
    void aChildMayBeAnotherUser() throws Exception {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isEqualTo(0);
        try (Spawner spawner = Spawner.open(directory)) {
            ChildProcess child = spawner.spawn(shell("id -u; id -g; id -G; sleep 600 & sleep 601", OptionalInt.of(54_321))).toCompletableFuture().get();
            byte[] bytes = new byte[100];
            StringBuilder output = new StringBuilder();
            Await.until(SOON, () -> read(child, bytes, output).lines().count() == 3, output::toString);
            assertThat(output.toString()).isEqualTo("54321\n54321\n54321\n");
        }
        assertThat(marked()).isEmpty();
    }

    private static String read(ChildProcess child, byte[] bytes, StringBuilder output) {
        try {
            return output.append(new String(bytes, 0, child.read(bytes), StandardCharsets.UTF_8)).toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
