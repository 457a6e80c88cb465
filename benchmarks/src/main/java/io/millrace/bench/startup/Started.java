package io.millrace.bench.startup;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.millrace.bench.client.LoadClient;
import io.millrace.process.ProcessTable;

/** A contestant's process, begun just now. Closing it asks it to stop and insists on a stop in order. */
public final class Started implements AutoCloseable {

    private static final Duration BETWEEN_TRIES = Duration.ofNanos(500_000), ANSWER_MAX = Duration.ofSeconds(60), STOP_MAX = Duration.ofSeconds(30);
    /** What a stop in order ends with; the JVM's and Quarkus' own handlers end with 128 + SIGTERM. */
    private static final List<Integer> STOPPED = List.of(0, 143);

    private final Process process;
    private final long begun;
    private final InetSocketAddress address;
    private final Path log;

    private Started(Process process, long begun, InetSocketAddress address, Path log) {
        this.process = process;
        this.begun = begun;
        this.address = address;
        this.log = log;
    }

    /** Begins the process, with its output appended to the log, and returns at once. */
    public static Started begin(Contestant contestant, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(contestant.command()).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), contestant.port());
        long begun = System.nanoTime();
        return new Started(builder.start(), begun, address, log);
    }

    /** Sends the request as soon as the port is open and returns the milliseconds from the process's start to the end of the reply, which must be 200. */
    public double millisToAnswer(ByteBuffer request) throws IOException {
        while (true) {
            try {
                LoadClient.run(address, List.of(new Turns(Collections.nCopies(1, request), 1)));
                return (System.nanoTime() - begun) / 1e6;
            } catch (ConnectException closed) {
                if (!process.isAlive() || System.nanoTime() - begun > ANSWER_MAX.toNanos()) {
                    throw new IOException("no answer from " + process.info().commandLine().orElse("a process that ended") + ", its output is in " + log, closed);
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** What of it is in memory now. */
    public long residentBytes() {
        return ProcessTable.residentBytes(process.pid());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS) || !STOPPED.contains(process.exitValue())) {
                process.destroyForcibly();
                throw new IOException("no stop in order; the output is in " + log);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while a process stopped", e);
        }
    }
}
