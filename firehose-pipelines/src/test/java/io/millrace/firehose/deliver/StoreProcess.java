package io.millrace.firehose.deliver;

import io.millrace.process.StoreProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3-compatible store with a bucket, a client of its own, and the settings that reach it. */
public final class StoreProcess implements AutoCloseable {

    private static final Path LIBRARY = Path.of("test-store", "target", "lib").toAbsolutePath();

    private final StoreProgram program;
    private final S3Client client;

    private StoreProcess(StoreProgram program) {
        this.program = program;
        this.client = S3Clients.open(settings());
    }

    /** A running store with one bucket. */
    public static StoreProcess start(String bucket) throws IOException {
        StoreProcess store = new StoreProcess(StoreProgram.start(LIBRARY, Files.createTempDirectory("store")));
        store.client.createBucket(request -> request.bucket(bucket));
        return store;
    }

    /** Settings that reach it, with parts of the least size. */
    public S3Settings settings() {
        return settings(program.port());
    }

    /** The same by way of another port. */
    S3Settings settings(int way) {
        return new S3Settings(Optional.of(URI.create("http://127.0.0.1:" + way)), "us-east-1", true,
                Optional.of(new S3Settings.Credentials(StoreProgram.IDENTITY, StoreProgram.SECRET, Optional.empty())), false, 5L * 1024 * 1024,
                5L * 1024 * 1024, Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    int port() {
        return program.port();
    }

    /** A client of its own. */
    public S3Client client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        program.close();
    }
}
