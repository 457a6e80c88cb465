package io.millrace.firehose.deliver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3-compatible store that the project has nothing to do with (s3proxy), in memory, as a process of its own. */
public final class StoreProcess implements AutoCloseable {

    private static final String IDENTITY = "identity", SECRET = "secret";
    private static final Path LIBRARY = Path.of("test-store", "target", "lib").toAbsolutePath();

    private final Process process;
    private final int port;
    private final S3Client client;

    private StoreProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        this.client = S3Clients.open(settings());
    }

    /** A running store with one bucket. */
    public static StoreProcess start(String bucket) throws IOException {
        if (!Files.isDirectory(LIBRARY)) {
            throw new IOException("the store is not built: run Maven for firehose-pipelines/test-store too");
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path directory = Files.createTempDirectory("store");
        Path properties = Files.writeString(directory.resolve("store.properties"), String.join("\n", "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=aws-v2-or-v4", "s3proxy.identity=" + IDENTITY, "s3proxy.credential=" + SECRET,
                "jclouds.provider=transient-nio2", "jclouds.identity=any", "jclouds.credential=any"));
        Path logging = Files.writeString(directory.resolve("logging.xml"), "<configuration><root level=\"OFF\"/></configuration>");
        Process process = new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-Dlogback.configurationFile=" + logging,
                "-cp", LIBRARY + "/*", "org.gaul.s3proxy.Main", "--properties", properties.toString()))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        StoreProcess store = new StoreProcess(process, port);
        store.awaitListening();
        store.client.createBucket(request -> request.bucket(bucket));
        return store;
    }

    /** Settings that reach it, with parts of the least size. */
    public S3Settings settings() {
        return settings(port);
    }

    /** The same by way of another port. */
    S3Settings settings(int way) {
        return new S3Settings(Optional.of(URI.create("http://127.0.0.1:" + way)), "us-east-1", true,
                Optional.of(new S3Settings.Credentials(IDENTITY, SECRET, Optional.empty())), false, 5L * 1024 * 1024, 5L * 1024 * 1024,
                Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    int port() {
        return port;
    }

    /** A client of its own. */
    public S3Client client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly();
    }

    private void awaitListening() throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }
}
