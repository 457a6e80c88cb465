package io.millrace.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An S3-compatible store that the project has nothing to do with (s3proxy), in memory, as a process of its own. It has no bucket yet. */
public final class StoreProgram implements AutoCloseable {

    /** The key it is called with. */
    public static final String IDENTITY = "identity", SECRET = "secret";
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private StoreProgram(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * A store that listens.
     *
     * @param library   the jars of the module test-store
     * @param directory where its files go
     */
    public static StoreProgram start(Path library, Path directory) throws IOException {
        if (!Files.isDirectory(library)) {
            throw new IOException("the store is not built: run Maven for firehose-pipelines/test-store too");
        }
        int port = ServerLaunch.freePort();
        Path properties = Files.writeString(directory.resolve("store.properties"), String.join("\n", "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=aws-v2-or-v4", "s3proxy.identity=" + IDENTITY, "s3proxy.credential=" + SECRET,
                "jclouds.provider=transient-nio2", "jclouds.identity=any", "jclouds.credential=any"));
        Path logging = Files.writeString(directory.resolve("logging.xml"), "<configuration><root level=\"OFF\"/></configuration>");
        Process process = new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx384m",
                "-Dlogback.configurationFile=" + logging, "-cp", library + "/*", "org.gaul.s3proxy.Main", "--properties", properties.toString()))
                .redirectErrorStream(true).redirectOutput(directory.resolve("store.log").toFile()).start();
        StoreProgram store = new StoreProgram(process, port);
        Await.until(START, () -> !process.isAlive() || store.listens(), () -> "the store listens");
        return store;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(address());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
