package io.millrace.bench.ceiling;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.millrace.process.Await;

/** A sink in a process of its own. */
public final class SinkProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30), STOP = Duration.ofSeconds(10);

    private final Process process;
    private final InetSocketAddress address;

    private SinkProcess(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts a sink and waits until it accepts connections.
     *
     * @param replyBytes how long each reply's body is
     */
    public static SinkProcess start(SinkKind kind, int replyBytes) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-cp", System.getProperty("java.class.path"),
                SinkProgram.class.getName(), Integer.toString(port), Integer.toString(replyBytes), kind.name())
                .redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT).start();
        SinkProcess sink = new SinkProcess(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        if (!Await.holds(START, () -> sink.accepts() || !process.isAlive()) || !process.isAlive()) {
            sink.close();
            throw new IOException("the " + kind + " sink does not start");
        }
        return sink;
    }

    public InetSocketAddress address() {
        return address;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while a sink stopped", e);
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
