package io.millrace.clients;

import java.net.URI;
import java.time.Duration;

import io.millrace.process.Await;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.State;

/** The clients of the AWS SDK for Java as its users make them, only with an endpoint. Safe for all threads. */
final class AwsSdk implements AutoCloseable {

    static final String ROLE = "arn:aws:iam::000000000000:role/any";
    static final String ACCOUNT = "000000000000";
    private static final Duration CHANGE = Duration.ofSeconds(60);
    private static final String CBOR_SETTING = "aws.cborEnabled";

    private final KinesisAsyncClient kinesisAsync;
    private final KinesisClient kinesis;
    private final KinesisClient kinesisJson;
    private final LambdaClient lambda;

    AwsSdk(URI endpoint) {
        kinesisAsync = KinesisAsyncClient.builder().endpointOverride(endpoint).build();
        kinesis = KinesisClient.builder().endpointOverride(endpoint).build();
        kinesisJson = inJson(endpoint);
        lambda = LambdaClient.builder().endpointOverride(endpoint).build();
    }

    /** The SDK reads this setting when a client is made. */
    private static KinesisClient inJson(URI endpoint) {
        System.setProperty(CBOR_SETTING, "false");
        try {
            return KinesisClient.builder().endpointOverride(endpoint).build();
        } finally {
            System.clearProperty(CBOR_SETTING);
        }
    }

    /** Netty, HTTP/2 without TLS, CBOR. */
    KinesisAsyncClient kinesisAsync() {
        return kinesisAsync;
    }

    /** HTTP/1.1, CBOR. */
    KinesisClient kinesis() {
        return kinesis;
    }

    /** HTTP/1.1, JSON. */
    KinesisClient kinesisJson() {
        return kinesisJson;
    }

    LambdaClient lambda() {
        return lambda;
    }

    /** Makes a stream and waits until it is ACTIVE; gives its ARN. */
    String createStream(String name, int shards) {
        kinesis.createStream(call -> call.streamName(name).shardCount(shards));
        Await.until(CHANGE, () -> kinesis.describeStreamSummary(call -> call.streamName(name)).streamDescriptionSummary().streamStatus() == StreamStatus.ACTIVE,
                () -> name + " is ACTIVE");
        return kinesis.describeStreamSummary(call -> call.streamName(name)).streamDescriptionSummary().streamARN();
    }

    /** Waits until a function is Active and no update of it is under way. */
    void awaitActive(String function) {
        Await.until(CHANGE, () -> {
            FunctionConfiguration now = lambda.getFunction(call -> call.functionName(function)).configuration();
            return now.state() == State.ACTIVE && now.lastUpdateStatus() == LastUpdateStatus.SUCCESSFUL;
        }, () -> function + " is Active and updated");
    }

    /** Waits until a mapping is in that state. */
    void awaitMapping(String uuid, String state) {
        Await.until(CHANGE, () -> lambda.getEventSourceMapping(call -> call.uuid(uuid)).state().equals(state),
                () -> uuid + " is " + state + ": " + lambda.getEventSourceMapping(call -> call.uuid(uuid)));
    }

    @Override
    public void close() {
        kinesisAsync.close();
        kinesis.close();
        kinesisJson.close();
        lambda.close();
    }
}
