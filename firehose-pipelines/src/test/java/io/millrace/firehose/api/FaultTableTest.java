package io.millrace.firehose.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.kinesis.Calls.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad input gets the error of its operation, by name, status and message, and changes nothing. */
class FaultTableTest {

    private static final String VALIDATION = "ValidationException", ARGUMENT = "InvalidArgumentException", NOT_FOUND = "ResourceNotFoundException",
            IN_USE = "ResourceInUseException", KEY = "InvalidKMSResourceException";
    private static final String NAME = "\"DeliveryStreamName\":\"s\"", PLAIN = "\"S3DestinationConfiguration\":" + Configurations.PLAIN;
    private static final String ID = "\"DestinationId\":\"destinationId-000000000001\"";
    private static final String NOBODY = "Firehose nobody under account 000000000000 not found.";

    private static FirehoseServer server;
    private List<Object> before;

    @BeforeAll
    static void open() throws Exception {
        server = new FirehoseServer();
        server.kinesis().call("CreateStream", "{\"StreamName\":\"in\",\"ShardCount\":1}");
        server.done("CreateDeliveryStream", "{" + NAME + ",\"Tags\":[{\"Key\":\"a\",\"Value\":\"b\"}]," + PLAIN + "}");
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"k\",\"DeliveryStreamType\":\"KinesisStreamAsSource\"," + kinesis("in") + "," + PLAIN + "}");
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"gone\"," + PLAIN + "}");
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"e\",\"ExtendedS3DestinationConfiguration\":" + Configurations.EXTENDED_S3.getFirst() + "}");
        server.done("DeleteDeliveryStream", "{\"DeliveryStreamName\":\"gone\"}");
    }

    @AfterAll
    static void close() throws Exception {
        server.close();
    }

    @BeforeEach
    void look() {
        before = world();
    }

    @AfterEach
    void nothingHasChanged() {
        assertThat(world()).isEqualTo(before);
    }

    private static List<Object> world() {
        List<Object> world = new ArrayList<>(server.streams.all());
        world.add(server.intake.records.size());
        return world;
    }

    static Stream<Arguments> table() {
        return Stream.of(creations(), sources(), keys(), updates(), others(), unknown()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> creations() {
        return Stream.of(
                row("CreateDeliveryStream", "{" + PLAIN + "}", VALIDATION, "Value null at 'deliveryStreamName'"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"a b\"," + PLAIN + "}", VALIDATION, "pattern: [a-zA-Z0-9_.-]+"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"" + "x".repeat(65) + "\"," + PLAIN + "}", VALIDATION, "less than or equal to 64"),
                row("CreateDeliveryStream", "{" + NAME + "," + PLAIN + "}", IN_USE, "Firehose s under accountId 000000000000 already exists"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"gone\"," + PLAIN + "}", IN_USE, "already exists"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\"}", ARGUMENT, "Exactly one destination configuration is supported for a Firehose"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\"," + PLAIN + ",\"Extended" + PLAIN.substring(1) + "}", ARGUMENT, "Exactly one destination"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"Tags\":[]," + PLAIN + "}", VALIDATION, "at 'tags'"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"Tags\":[{\"Key\":\"aws:a\"}]," + PLAIN + "}", VALIDATION, "at 'tags.1.member.key'"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"Tags\":[{\"Key\":\"a\"},{\"Key\":\"a\"}]," + PLAIN + "}", ARGUMENT, "the key a more than once"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"S3DestinationConfiguration\":{\"RoleARN\":\"" + Configurations.ROLE + "\"}}", VALIDATION,
                        "Value null at 's3DestinationConfiguration.bucketARN'"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"S3DestinationConfiguration\":{\"RoleARN\":\"r\",\"BucketARN\":\"b\"}}", VALIDATION,
                        "2 validation errors"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\"," + s3("\"BufferingHints\":{\"SizeInMBs\":129,\"IntervalInSeconds\":901}") + "}", VALIDATION,
                        "2 validation errors"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\"," + s3("\"BufferingHints\":{\"SizeInMBs\":0,\"IntervalInSeconds\":-1}") + "}", VALIDATION,
                        "2 validation errors"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\"," + s3("\"CompressionFormat\":\"SNAPPY\"") + "}", VALIDATION, "enum value set"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\"," + s3("\"Prefix\":\"!{clock:x}\",\"ErrorOutputPrefix\":\"e/\"") + "}", ARGUMENT, "unknown namespace"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"HttpEndpointDestinationConfiguration\":{\"EndpointConfiguration\":{\"Url\":\"http://example.com/\"},"
                        + "\"S3Configuration\":" + Configurations.PLAIN + "}}", ARGUMENT, "EndpointConfiguration.Url must be an https URL at port 443"));
    }

    private static Stream<Arguments> sources() {
        return Stream.of(
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"DeliveryStreamType\":\"KinesisStreamAsSource\"," + PLAIN + "}", ARGUMENT,
                        "KinesisStreamSourceConfiguration must be specified"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\"," + kinesis("in") + "," + PLAIN + "}", ARGUMENT,
                        "KinesisStreamSourceConfiguration is for delivery streams of type KinesisStreamAsSource only"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"DeliveryStreamType\":\"KinesisStreamAsSource\"," + kinesis("nobody") + "," + PLAIN + "}",
                        ARGUMENT, "Kinesis stream arn:aws:kinesis:us-east-1:000000000000:stream/nobody not found"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"DeliveryStreamType\":\"KinesisStreamAsSource\","
                        + kinesis("in").replace("us-east-1", "eu-west-1") + "," + PLAIN + "}", ARGUMENT, "not found"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"DeliveryStreamType\":\"KinesisStreamAsSource\"," + kinesis("in")
                        + ",\"DirectPutSourceConfiguration\":{\"ThroughputHintInMBs\":1}," + PLAIN + "}", ARGUMENT,
                        "DirectPutSourceConfiguration is for delivery streams of type DirectPut only"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"DirectPutSourceConfiguration\":{\"ThroughputHintInMBs\":101}," + PLAIN + "}", VALIDATION,
                        "less than or equal to 100"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"DeliveryStreamType\":\"MSKAsSource\"," + PLAIN + "}", ARGUMENT,
                        "DeliveryStreamType MSKAsSource is not supported by this server yet"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"DeliveryStreamType\":\"DatabaseAsSource\"," + PLAIN + "}", ARGUMENT,
                        "DeliveryStreamType DatabaseAsSource is not supported by this server yet"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\",\"DeliveryStreamType\":\"KinesisStreamAsSource\"," + kinesis("in") + "," + PLAIN
                        + ",\"DeliveryStreamEncryptionConfigurationInput\":{\"KeyType\":\"AWS_OWNED_CMK\"}}", ARGUMENT, "of type DirectPut only"),
                row("PutRecord", "{\"DeliveryStreamName\":\"k\",\"Record\":{\"Data\":\"YQ==\"}}", ARGUMENT,
                        "This operation is not permitted on KinesisStreamAsSource delivery stream type."),
                row("PutRecordBatch", "{\"DeliveryStreamName\":\"k\",\"Records\":[{\"Data\":\"YQ==\"}]}", ARGUMENT, "not permitted on KinesisStreamAsSource"),
                row("StartDeliveryStreamEncryption", "{\"DeliveryStreamName\":\"k\"}", ARGUMENT, "not permitted on KinesisStreamAsSource"),
                row("StopDeliveryStreamEncryption", "{\"DeliveryStreamName\":\"k\"}", ARGUMENT, "not permitted on KinesisStreamAsSource"));
    }

    private static Stream<Arguments> keys() {
        return Stream.of(
                row("StartDeliveryStreamEncryption", start("\"KeyType\":\"CUSTOMER_MANAGED_CMK\""), ARGUMENT, "KeyARN must be specified when KeyType is CUSTOMER_MANAGED_CMK"),
                row("StartDeliveryStreamEncryption", start("\"KeyType\":\"AWS_OWNED_CMK\",\"KeyARN\":\"" + FirehoseServer.KEY + "\""), ARGUMENT,
                        "KeyARN must not be specified when KeyType is AWS_OWNED_CMK"),
                row("StartDeliveryStreamEncryption", start("\"KeyType\":\"CUSTOMER_MANAGED_CMK\",\"KeyARN\":\"" + FirehoseServer.BROKEN_KEY + "\""), KEY, "has no key file of 32 bytes"),
                row("StartDeliveryStreamEncryption", start("\"KeyType\":\"CUSTOMER_MANAGED_CMK\",\"KeyARN\":\"" + FirehoseServer.KEY + "x\""), KEY, "has no key file of 32 bytes"),
                row("StartDeliveryStreamEncryption", start("\"KeyType\":\"OWN\""), VALIDATION, "enum value set: [AWS_OWNED_CMK, CUSTOMER_MANAGED_CMK]"),
                row("CreateDeliveryStream", "{\"DeliveryStreamName\":\"n\"," + PLAIN + ",\"DeliveryStreamEncryptionConfigurationInput\":{\"KeyType\":\"CUSTOMER_MANAGED_CMK\","
                        + "\"KeyARN\":\"" + FirehoseServer.BROKEN_KEY + "\"}}", KEY, "has no key file of 32 bytes"));
    }

    private static Stream<Arguments> updates() {
        return Stream.of(
                row("UpdateDestination", update("s", "2", "\"S3DestinationUpdate\":{}"), "ConcurrentModificationException",
                        "Cannot update firehose: s since the current version id: 1 and specified version id: 2 do not match"),
                row("UpdateDestination", update("s", "x", "\"S3DestinationUpdate\":{}"), VALIDATION, "at 'currentDeliveryStreamVersionId'"),
                row("UpdateDestination", update("s", "1", "\"S3DestinationUpdate\":{}").replace("000000000001", "000000000002"), ARGUMENT,
                        "Destination Id destinationId-000000000002 not found"),
                row("UpdateDestination", "{" + NAME + ",\"CurrentDeliveryStreamVersionId\":\"1\"," + ID + "}", ARGUMENT, "Exactly one destination"),
                row("UpdateDestination", update("s", "1", "\"HttpEndpointDestinationUpdate\":{\"EndpointConfiguration\":{\"Url\":\"https://example.com/\"}}"), ARGUMENT,
                        "S3Configuration must be given"),
                row("UpdateDestination", update("s", "1", "\"ExtendedS3DestinationUpdate\":{\"DynamicPartitioningConfiguration\":{\"Enabled\":true}}"), ARGUMENT,
                        "Dynamic partitioning can be enabled only when a delivery stream is created"),
                row("UpdateDestination", update("e", "1", "\"ExtendedS3DestinationUpdate\":{\"DynamicPartitioningConfiguration\":{\"Enabled\":false}}"), ARGUMENT,
                        "Dynamic partitioning can be enabled only when a delivery stream is created"),
                row("UpdateDestination", update("e", "1", "\"ExtendedS3DestinationUpdate\":{\"S3BackupMode\":\"Disabled\"}"), ARGUMENT,
                        "S3BackupMode cannot be changed to Disabled once it is Enabled"),
                row("UpdateDestination", update("e", "1", "\"ExtendedS3DestinationUpdate\":{\"BufferingHints\":{\"SizeInMBs\":1,\"IntervalInSeconds\":60}}"), ARGUMENT,
                        "BufferingHints.SizeInMBs must be at least 64 when dynamic partitioning is enabled"),
                row("UpdateDestination", update("gone", "1", "\"S3DestinationUpdate\":{}"), IN_USE, "Firehose gone under accountId 000000000000 is being deleted"));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                row("TagDeliveryStream", "{\"DeliveryStreamName\":\"gone\",\"Tags\":[{\"Key\":\"a\"}]}", IN_USE, "is being deleted"),
                row("UntagDeliveryStream", "{\"DeliveryStreamName\":\"gone\",\"TagKeys\":[\"a\"]}", IN_USE, "is being deleted"),
                row("StartDeliveryStreamEncryption", "{\"DeliveryStreamName\":\"gone\"}", IN_USE, "is being deleted"),
                row("StopDeliveryStreamEncryption", "{\"DeliveryStreamName\":\"gone\"}", IN_USE, "is being deleted"),
                row("PutRecord", "{\"DeliveryStreamName\":\"gone\",\"Record\":{\"Data\":\"YQ==\"}}", NOT_FOUND, "Firehose gone under account"),
                row("PutRecord", "{" + NAME + ",\"Record\":{}}", VALIDATION, "Value null at 'record.data'"),
                row("PutRecord", "{" + NAME + ",\"Record\":{\"Data\":\"?\"}}", "SerializationException", ""),
                row("TagDeliveryStream", "{" + NAME + ",\"Tags\":[{\"Key\":\"a\",\"Value\":\"!\"}]}", VALIDATION, "at 'tags.1.member.value'"),
                row("TagDeliveryStream", "{" + NAME + ",\"Tags\":[{\"Key\":\"" + "k".repeat(129) + "\"}]}", VALIDATION, "less than or equal to 128"),
                row("TagDeliveryStream", "{" + NAME + ",\"Tags\":[{\"Key\":\"k\",\"Value\":\"" + "v".repeat(257) + "\"}]}", VALIDATION, "less than or equal to 256"),
                row("UntagDeliveryStream", "{" + NAME + ",\"TagKeys\":[]}", VALIDATION, "at 'tagKeys'"),
                row("ListTagsForDeliveryStream", "{" + NAME + ",\"Limit\":51}", VALIDATION, "less than or equal to 50"),
                row("ListDeliveryStreams", "{\"Limit\":0}", VALIDATION, "greater than or equal to 1"),
                row("ListDeliveryStreams", "{\"Limit\":10001}", VALIDATION, "less than or equal to 10000"),
                row("DescribeDeliveryStream", "{" + NAME + ",\"Limit\":0}", VALIDATION, "greater than or equal to 1"));
    }

    private static Stream<Arguments> unknown() {
        String nobody = "{\"DeliveryStreamName\":\"nobody\"";
        return Stream.of(
                row("DescribeDeliveryStream", nobody + "}", NOT_FOUND, NOBODY), row("DeleteDeliveryStream", nobody + "}", NOT_FOUND, NOBODY),
                row("PutRecord", nobody + ",\"Record\":{\"Data\":\"YQ==\"}}", NOT_FOUND, NOBODY),
                row("PutRecordBatch", nobody + ",\"Records\":[{\"Data\":\"YQ==\"}]}", NOT_FOUND, NOBODY),
                row("TagDeliveryStream", nobody + ",\"Tags\":[{\"Key\":\"a\"}]}", NOT_FOUND, NOBODY),
                row("UntagDeliveryStream", nobody + ",\"TagKeys\":[\"a\"]}", NOT_FOUND, NOBODY),
                row("ListTagsForDeliveryStream", nobody + "}", NOT_FOUND, NOBODY),
                row("StartDeliveryStreamEncryption", nobody + "}", NOT_FOUND, NOBODY), row("StopDeliveryStreamEncryption", nobody + "}", NOT_FOUND, NOBODY),
                row("UpdateDestination", update("nobody", "1", "\"S3DestinationUpdate\":{}"), NOT_FOUND, NOBODY));
    }

    private static String s3(String members) {
        return "\"S3DestinationConfiguration\":" + Configurations.PLAIN.replace("}", "," + members + "}");
    }

    private static String kinesis(String stream) {
        return "\"KinesisStreamSourceConfiguration\":{\"RoleARN\":\"" + Configurations.ROLE + "\",\"KinesisStreamARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/"
                + stream + "\"}";
    }

    private static String start(String members) {
        return "{" + NAME + ",\"DeliveryStreamEncryptionConfigurationInput\":{" + members + "}}";
    }

    private static String update(String name, String version, String members) {
        return "{\"DeliveryStreamName\":\"" + name + "\",\"CurrentDeliveryStreamVersionId\":\"" + version + "\"," + ID + "," + members + "}";
    }

    private static Arguments row(String operation, String json, String type, String message) {
        return Arguments.of(operation, json, type, message);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("table")
    void theErrorOfItsOperation(String operation, String json, String type, String message) {
        Answer answer = server.call(operation, json);
        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertThat(answer.type()).as("%s", answer).isEqualTo(type);
        assertThat(answer.message()).contains(message);
    }
}
