package io.millrace.delivery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

import io.millrace.house.ProjectRoot;
import io.millrace.process.StoreProgram;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3-compatible store with buckets, and a client of its own. */
final class RealStore implements AutoCloseable {

    private static final Path LIBRARY = ProjectRoot.find().resolve(Path.of("firehose-pipelines", "test-store", "target", "lib"));

    private final StoreProgram program;
    private final S3Client client;

    private RealStore(StoreProgram program) {
        this.program = program;
        this.client = S3Client.builder().region(Region.US_EAST_1).forcePathStyle(true).endpointOverride(program.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(StoreProgram.IDENTITY, StoreProgram.SECRET)))
                .httpClient(UrlConnectionHttpClient.create()).build();
    }

    /** A running store with these buckets; its files go into the directory. */
    static RealStore start(Path directory, List<String> buckets) throws IOException {
        RealStore store = new RealStore(StoreProgram.start(LIBRARY, directory));
        for (String bucket : buckets) {
            store.client.createBucket(request -> request.bucket(bucket));
        }
        return store;
    }

    InetSocketAddress address() {
        return program.address();
    }

    StoreBucket bucket(String name) {
        return new StoreBucket(client, name);
    }

    @Override
    public void close() {
        client.close();
        program.close();
    }
}
