package io.millrace.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.millrace.process.FunctionJar;

/** The functions the benchmarks deploy; their sources are among the resources. */
final class BenchFunction {

    private static final int RELEASE = 21;

    private BenchFunction() {
    }

    /** Builds the jar of a function that has its class's name as handler. */
    static Path jar(Path directory, String className) throws IOException {
        try (InputStream source = BenchFunction.class.getResourceAsStream("/functions/" + className + ".java")) {
            return FunctionJar.compile(directory, className, new String(source.readAllBytes(), StandardCharsets.UTF_8), RELEASE);
        }
    }
}
