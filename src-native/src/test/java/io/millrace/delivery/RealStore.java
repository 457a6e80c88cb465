package io.millrace.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.millrace.house.ProjectRoot;
import io.millrace.process.Await;
import io.millrace.process.ServerLaunch;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3-compatible store that the project has nothing to do with (s3proxy), in memory, as a process of its own. */
final class RealStore implements AutoCloseable {

    static final String IDENTITY = "identity", SECRET = "secret";
    private static final Path LIBRARY = ProjectRoot.find().resolve(Path.of("firehose-pipelines", "test-store", "target", "lib"));
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final S3Client client;

    private RealStore(Process process, int port) {
        this.process = process;
        this.port = port;
        this.client = S3Client.builder().region(Region.US_EAST_1).forcePathStyle(true).endpointOverride(URI.create("http://127.0.0.1:" + port))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, SECRET)))
                .httpClient(UrlConnectionHttpClient.create()).build();
    }

    /** A running store with these buckets; its files go into the directory. */
    static RealStore start(Path directory, List<String> buckets) throws IOException {
        if (!Files.isDirectory(LIBRARY)) {
            throw new IOException("the store is not built: run Maven for firehose-pipelines/test-store too");
        }
        int port = ServerLaunch.freePort();
        Path properties = Files.writeString(directory.resolve("store.properties"), String.join("\n", "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=aws-v2-or-v4", "s3proxy.identity=" + IDENTITY, "s3proxy.credential=" + SECRET,
                "jclouds.provider=transient-nio2", "jclouds.identity=any", "jclouds.credential=any"));
        Path logging = Files.writeString(directory.resolve("logging.xml"), "<configuration><root level=\"OFF\"/></configuration>");
        Process process = new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx384m",
                "-Dlogback.configurationFile=" + logging, "-cp", LIBRARY + "/*", "org.gaul.s3proxy.Main", "--properties", properties.toString()))
                .redirectErrorStream(true).redirectOutput(directory.resolve("store.log").toFile()).start();
        RealStore store = new RealStore(process, port);
        Await.until(START, () -> !process.isAlive() || store.listens(), () -> "the store listens");
        for (String bucket : buckets) {
            store.client.createBucket(request -> request.bucket(bucket));
        }
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

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    StoreBucket bucket(String name) {
        return new StoreBucket(client, name);
    }

    @Override
    public void close() {
        client.close();
        process.destroyForcibly();
    }
}
