package io.millrace.bench.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.millrace.process.PackagedProgram;
import io.millrace.process.ServerLaunch;

/**
 * A program whose start is measured.
 *
 * @param name      as figures call it
 * @param command   starts it
 * @param port      where it then listens on the loopback
 * @param fileBytes what of it is on disk, the JDK not counted
 */
public record Contestant(String name, List<String> command, int port, long fileBytes) {

    public Contestant {
        command = List.copyOf(command);
    }

    /** The server in one of its forms, on a data directory of its own. */
    public static Contestant server(String name, PackagedProgram program, Path file, ServerLaunch launch) {
        ServerLaunch chosen = launch.withProgram(program);
        return new Contestant(name, chosen.command("serve", "--host", "127.0.0.1", "--port", Integer.toString(chosen.port()), "--data",
                chosen.data().toString()), chosen.port(), bytes(file));
    }

    /** The smallest Quarkus REST application as a native executable. */
    public static Contestant hello(Path executable, int port) {
        return new Contestant("hello", List.of(executable.toString(), "-Dquarkus.http.port=" + port), port, bytes(executable));
    }

    /** Of a file, or of all files in a directory. */
    private static long bytes(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
