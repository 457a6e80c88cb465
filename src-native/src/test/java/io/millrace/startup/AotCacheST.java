package io.millrace.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.millrace.house.ProjectRoot;
import io.millrace.process.PackagedProgram;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import io.millrace.usage.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM build's AOT cache is hit, by the classes of the application too, and a server starts without it or with a bad one. */
class AotCacheST {

    private static final Duration READY = Duration.ofSeconds(60), STOP = Duration.ofSeconds(30), TRAINING = Duration.ofMinutes(3);
    private static final String FROM_CACHE = "source: shared objects file";
    /** Only the JDK's own archive, which holds no class of ours, is left when the cache is not used. */
    private static final List<String> OURS = List.of("io.millrace.server.Server ", "io.quarkus.runner.ApplicationImpl ",
            "io.vertx.core.impl.VertxImpl ", "io.netty.channel.nio.NioEventLoop ");

    @TempDir
    private Path directory;

    @BeforeEach
    void theJvmBuildOnly() {
        assumeTrue(System.getProperty(PackagedProgram.EXECUTABLE_PROPERTY) == null, "the native executable has no use for a cache");
    }

    @Test
    void theClassesOfTheServerComeOutOfTheCache() throws IOException {
        List<String> classes = start(PackagedProgram.jar(PackagedProgram.usualJar(), "-XX:AOTCache=" + cache()));

        assertThat(classes).hasSizeGreaterThan(5_000);
        assertThat(classes).filteredOn(line -> OURS.stream().anyMatch(line::contains)).hasSize(OURS.size()).allMatch(line -> line.contains(FROM_CACHE));
        assertThat(share(classes, line -> line.contains("] io."))).as("share of the classes of the application").isGreaterThan(0.9);
        assertThat(share(classes, line -> true)).as("share of all classes").isGreaterThan(0.8);
    }

    @Test
    void withABadCacheTheServerStartsAllTheSame() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad.aot"), "not a cache");

        List<String> classes = start(PackagedProgram.jar(PackagedProgram.usualJar(), "-XX:AOTCache=" + bad));

        assertThat(classes).filteredOn(line -> OURS.stream().anyMatch(line::contains)).hasSize(OURS.size()).noneMatch(line -> line.contains(FROM_CACHE));
    }

    /** Asks for nothing that is there, so that nothing is built; the shell shows what it executes. */
    @Test
    void theLauncherUsesTheCacheWhenItFitsAndOnlyThen() {
        Path launcher = ProjectRoot.find().resolve("millrace");
        Shell.Result result = Shell.run(ProjectRoot.find(), Map.of("MILLRACE_JAVA_HOME", System.getProperty("java.home")), READY,
                List.of("sh", "-x", launcher.toString(), "health", "--port", "1"));

        assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains("no answer from 127.0.0.1:1");
        assertThat(result.output().contains(" -XX:AOTCache=")).isEqualTo(PackagedProgram.cache(PackagedProgram.usualJar()).isPresent());
    }

    private static double share(List<String> classes, Predicate<String> which) {
        List<String> chosen = classes.stream().filter(which).toList();
        return (double) chosen.stream().filter(line -> line.contains(FROM_CACHE)).count() / chosen.size();
    }

    /** The launcher's where it has made one, else one made here as the launcher makes it. */
    private Path cache() {
        return PackagedProgram.cache(PackagedProgram.usualJar()).orElseGet(() -> {
            Path cache = directory.resolve("made.aot");
            ServerLaunch launch = ServerLaunch.on(directory.resolve("training"))
                    .withProgram(PackagedProgram.jar(PackagedProgram.usualJar(), "-XX:AOTCacheOutput=" + cache));
            ServerProcess.CommandResult result = ServerProcess.run(launch, TRAINING, "rehearse");
            assertThat(result.exitCode()).as(result.output()).isZero();
            return cache;
        });
    }

    /** Starts a server until it is ready, stops it, and returns what the JVM said of each class it loaded. */
    private List<String> start(PackagedProgram program) throws IOException {
        Path log = directory.resolve("classes.log");
        ServerLaunch launch = ServerLaunch.on(directory.resolve("data")).withProgram(program)
                .withJvmOptions("-Xlog:class+load:file=" + log + "::filesize=0");
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY)) {
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        lines.removeIf(line -> !line.contains(" source: "));
        return lines;
    }
}
