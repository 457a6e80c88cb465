package io.millrace.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.millrace.demo.RehearsalProgram;
import picocli.CommandLine.Command;

/** For the JVM's AOT cache: what the launcher runs with -XX:AOTCacheOutput after a build. */
@Command(name = "rehearse", mixinStandardHelpOptions = true, hidden = true,
        description = "Start a server on a temporary data directory, put and get a record, stop.")
final class RehearseCommand implements Callable<Integer> {

    private static final String HOST = "127.0.0.1";

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("millrace-rehearsal");
        try {
            return new ServerLaunch(HOST, 0, directory.resolve("data")).run(RehearsalProgram.class);
        } finally {
            remove(directory);
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(directory)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
