package io.millrace.crash;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.millrace.process.Await;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.State;

/** The AWS SDK's clients with its retries off: each call is one attempt, and its id is used once. Safe for all threads. */
final class Clients implements AutoCloseable {

    private static final Duration CALL = Duration.ofSeconds(20), READY = Duration.ofSeconds(60);
    private static final int READ_RECORDS = 10_000;
    private static final ClientOverrideConfiguration ONCE = ClientOverrideConfiguration.builder()
            .retryStrategy(DefaultRetryStrategy.doNotRetry()).apiCallTimeout(CALL).build();

    private final KinesisClient kinesis;
    private final LambdaClient lambda;

    Clients(URI endpoint) {
        StaticCredentialsProvider credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        kinesis = KinesisClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1).credentialsProvider(credentials)
                .overrideConfiguration(ONCE).build();
        lambda = LambdaClient.builder().endpointOverride(endpoint).region(Region.US_EAST_1).credentialsProvider(credentials)
                .overrideConfiguration(ONCE).build();
    }

    KinesisClient kinesis() {
        return kinesis;
    }

    LambdaClient lambda() {
        return lambda;
    }

    void createStream(String name, int shards) {
        kinesis.createStream(call -> call.streamName(name).shardCount(shards));
        Await.until(READY, () -> kinesis.describeStreamSummary(call -> call.streamName(name)).streamDescriptionSummary().streamStatus() == StreamStatus.ACTIVE,
                () -> name + " is ACTIVE");
    }

    /** Deploys a jar under the name of its handler. */
    void deploy(Path jar, String handler, Map<String, String> environment) throws IOException {
        SdkBytes code = SdkBytes.fromByteArray(Files.readAllBytes(jar));
        lambda.createFunction(call -> call.functionName(handler).handler(handler).runtime("java25").role("arn:aws:iam::000000000000:role/test")
                .code(zip -> zip.zipFile(code)).environment(variables -> variables.variables(environment)).timeout(30).memorySize(128));
        Await.until(READY, () -> lambda.getFunctionConfiguration(call -> call.functionName(handler)).state() == State.ACTIVE, () -> handler + " is Active");
    }

    /** Deploys a jar under the name of its handler, and maps the stream onto it from the stream's start. */
    void drive(String stream, Path jar, String handler, Map<String, String> environment, int batchSize) throws IOException {
        deploy(jar, handler, environment);
        String arn = kinesis.describeStreamSummary(call -> call.streamName(stream)).streamDescriptionSummary().streamARN();
        String uuid = lambda.createEventSourceMapping(call -> call.eventSourceArn(arn).functionName(handler)
                .startingPosition(EventSourcePosition.TRIM_HORIZON).batchSize(batchSize)).uuid();
        Await.until(READY, () -> lambda.getEventSourceMapping(call -> call.uuid(uuid)).state().equals("Enabled"), () -> "the mapping is Enabled");
    }

    /** All records of all shards from the start, each record's data being its id. */
    Map<String, List<Sighting>> readAll(String stream) {
        Map<String, List<Sighting>> records = new LinkedHashMap<>();
        for (Shard shard : kinesis.listShards(call -> call.streamName(stream)).shards()) {
            records.put(shard.shardId(), read(stream, shard.shardId()));
        }
        return records;
    }

    private List<Sighting> read(String stream, String shard) {
        List<Sighting> records = new ArrayList<>();
        String iterator = kinesis.getShardIterator(call -> call.streamName(stream).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        while (true) {
            String from = iterator;
            GetRecordsResponse page = kinesis.getRecords(call -> call.shardIterator(from).limit(READ_RECORDS));
            page.records().forEach(record -> records.add(new Sighting(record.data().asUtf8String(), new Place(shard, record.sequenceNumber()))));
            if (page.records().isEmpty() && page.millisBehindLatest() == 0) {
                return records;
            }
            iterator = page.nextShardIterator();
        }
    }

    @Override
    public void close() {
        kinesis.close();
        lambda.close();
    }
}
