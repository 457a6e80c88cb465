package io.millrace.firehose.format.columnar;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The format worker as the build has made it, packaged or not yet. */
public final class WorkerClassPath {

    private static final Path BUILT = Path.of("columnar", "target").toAbsolutePath();

    private WorkerClassPath() {
    }

    public static List<String> entries() {
        return List.of(BUILT.resolve("classes").toString(), BUILT.resolve("worker") + "/*");
    }

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    public static FormatWorkerSettings settings() {
        return new FormatWorkerSettings(Optional.of(java()), entries(), 256, 2, java.time.Duration.ofMinutes(1));
    }
}
