package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

import io.millrace.bench.report.Report;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;

/**
 * Where a benchmark runs: a directory for its data, which is emptied after it, and the report it writes to.
 *
 * @param stretch how long that lasts which is watched over time
 */
public record Ground(Path directory, Report report, Duration stretch) {

    private static final Duration READY = Duration.ofSeconds(60);

    /** A server with a new data directory, ready. */
    public ServerProcess server(String... jvmOptions) {
        return start(launch().withJvmOptions(jvmOptions));
    }

    /** How to start a server with a new data directory. */
    public ServerLaunch launch() {
        try {
            return ServerLaunch.on(Files.createTempDirectory(directory, "data"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server and waits until it is ready. */
    public ServerProcess start(ServerLaunch launch) {
        ServerProcess server = ServerProcess.start(launch);
        try {
            return server.awaitReady(READY);
        } catch (AssertionError e) {
            server.close();
            throw e;
        }
    }

    /** Where a server listens. */
    public static InetSocketAddress address(ServerProcess server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    /**
     * Refuses to begin what the disk cannot hold.
     *
     * @throws IllegalStateException when fewer bytes are free
     */
    public void requireFree(long bytes) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < bytes) {
            throw new IllegalStateException("needs %,d MB free in %s, there are %,d MB".formatted(bytes / 1_000_000, directory, free / 1_000_000));
        }
    }

    /** Deletes all that benchmarks have left. */
    void clear() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).filter(path -> !path.equals(directory)).toList()) {
                Files.delete(file);
            }
        }
    }
}
