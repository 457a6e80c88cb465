package io.millrace.firehose.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replies word for word: what the service fills in is there, what was not given and has no default is not. */
class DescribeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAIN_S3 = """
            "RoleARN":"arn:aws:iam::000000000000:role/any","BucketARN":"arn:aws:s3:::bucket",
            "BufferingHints":{"SizeInMBs":5,"IntervalInSeconds":300},"CompressionFormat":"UNCOMPRESSED",
            "EncryptionConfiguration":{"NoEncryptionConfig":"NoEncryption"},"CloudWatchLoggingOptions":{"Enabled":false}""";

    private FirehoseServer server;

    @BeforeEach
    void open() throws Exception {
        server = new FirehoseServer();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void plainS3() throws IOException {
        JsonNode made = server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"S3DestinationConfiguration\":" + Configurations.PLAIN + "}").body();
        assertThat(made).isEqualTo(JSON.readTree("{\"DeliveryStreamARN\":\"arn:aws:firehose:us-east-1:000000000000:deliverystream/s\"}"));
        assertThat(describe("s")).isEqualTo(JSON.readTree(s3("""
                "DeliveryStreamEncryptionConfiguration":{"Status":"DISABLED"},"DeliveryStreamType":"DirectPut",""")));
    }

    @Test
    void extendedS3IsDescribedInBothForms() throws IOException {
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"DeliveryStreamType\":\"DirectPut\",\"ExtendedS3DestinationConfiguration\":"
                + Configurations.PLAIN + "}");
        assertThat(describe("s")).isEqualTo(JSON.readTree(s3("""
                "DeliveryStreamEncryptionConfiguration":{"Status":"DISABLED"},"DeliveryStreamType":"DirectPut",""")));
    }

    @Test
    void aHintAndAKeyOfDirectPut() throws IOException {
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"DirectPutSourceConfiguration\":{\"ThroughputHintInMBs\":100},"
                + "\"DeliveryStreamEncryptionConfigurationInput\":{\"KeyType\":\"CUSTOMER_MANAGED_CMK\",\"KeyARN\":\"" + FirehoseServer.KEY + "\"},"
                + "\"S3DestinationConfiguration\":" + Configurations.PLAIN + "}");
        assertThat(describe("s")).isEqualTo(JSON.readTree(s3("""
                "DeliveryStreamEncryptionConfiguration":{"KeyARN":"%s","KeyType":"CUSTOMER_MANAGED_CMK","Status":"ENABLED"},"DeliveryStreamType":"DirectPut",
                "Source":{"DirectPutSourceDescription":{"ThroughputHintInMBs":100}},""".formatted(FirehoseServer.KEY))));
    }

    @Test
    void aKinesisSource() throws IOException {
        String arn = "arn:aws:kinesis:us-east-1:000000000000:stream/in";
        server.kinesis().call("CreateStream", "{\"StreamName\":\"in\",\"ShardCount\":2}");
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"DeliveryStreamType\":\"KinesisStreamAsSource\","
                + "\"KinesisStreamSourceConfiguration\":{\"KinesisStreamARN\":\"" + arn + "\",\"RoleARN\":\"" + Configurations.ROLE + "\"},"
                + "\"ExtendedS3DestinationConfiguration\":" + Configurations.PLAIN + "}");
        assertThat(describe("s")).isEqualTo(JSON.readTree(s3("""
                "DeliveryStreamType":"KinesisStreamAsSource","Source":{"KinesisStreamSourceDescription":{"KinesisStreamARN":"%s",
                "RoleARN":"arn:aws:iam::000000000000:role/any","DeliveryStartTimestamp":1700000000.123}},""".formatted(arn))));
    }

    @Test
    void anHttpEndpoint() throws IOException {
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"HttpEndpointDestinationConfiguration\":{\"EndpointConfiguration\":"
                + "{\"Url\":\"https://example.com/x\",\"AccessKey\":\"secret\"},\"S3Configuration\":" + Configurations.PLAIN + "}}");
        assertThat(describe("s")).isEqualTo(JSON.readTree("""
                {"DeliveryStreamName":"s","DeliveryStreamARN":"arn:aws:firehose:us-east-1:000000000000:deliverystream/s","DeliveryStreamStatus":"ACTIVE",
                 "DeliveryStreamEncryptionConfiguration":{"Status":"DISABLED"},"DeliveryStreamType":"DirectPut","VersionId":"1",
                 "CreateTimestamp":1700000000.123,"Destinations":[{"DestinationId":"destinationId-000000000001",
                 "HttpEndpointDestinationDescription":{"EndpointConfiguration":{"Url":"https://example.com/x"},
                  "BufferingHints":{"SizeInMBs":5,"IntervalInSeconds":300},"CloudWatchLoggingOptions":{"Enabled":false},
                  "RequestConfiguration":{"ContentEncoding":"NONE","CommonAttributes":[]},"RetryOptions":{"DurationInSeconds":300},
                  "S3BackupMode":"FailedDataOnly","S3DestinationDescription":{%s}}}],"HasMoreDestinations":false}""".formatted(PLAIN_S3)));
    }

    @Test
    void conversionHasItsOwnDefaults() throws IOException {
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"ExtendedS3DestinationConfiguration\":" + Configurations.EXTENDED_S3.get(2) + "}");
        JsonNode destination = describe("s").at("/Destinations/0/ExtendedS3DestinationDescription");
        assertThat(destination.path("BufferingHints")).isEqualTo(JSON.readTree("{\"SizeInMBs\":128,\"IntervalInSeconds\":300}"));
        assertThat(destination.at("/DataFormatConversionConfiguration/Enabled").asBoolean()).isTrue();
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"t\",\"ExtendedS3DestinationConfiguration\":{\"RoleARN\":\"" + Configurations.ROLE
                + "\",\"BucketARN\":\"" + Configurations.BUCKET + "\",\"DataFormatConversionConfiguration\":{\"Enabled\":false}}}");
        assertThat(describe("t").at("/Destinations/0/ExtendedS3DestinationDescription/BufferingHints/SizeInMBs").asInt()).isEqualTo(5);
    }

    @Test
    void partitioningHasARetryDuration() throws IOException {
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"ExtendedS3DestinationConfiguration\":"
                + Configurations.EXTENDED_S3.getFirst().replace(",\"RetryOptions\":{\"DurationInSeconds\":17}", "") + "}");
        assertThat(describe("s").at("/Destinations/0/ExtendedS3DestinationDescription/DynamicPartitioningConfiguration"))
                .isEqualTo(JSON.readTree("{\"Enabled\":true,\"RetryOptions\":{\"DurationInSeconds\":300}}"));
    }

    @Test
    void anUpdateIsDescribedWithItsTimeAndVersion() throws IOException {
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"S3DestinationConfiguration\":" + Configurations.PLAIN + "}");
        server.clock.advance(Duration.ofSeconds(5));
        server.done("UpdateDestination", "{\"DeliveryStreamName\":\"s\",\"CurrentDeliveryStreamVersionId\":\"1\",\"DestinationId\":\"destinationId-000000000001\","
                + "\"S3DestinationUpdate\":{\"Prefix\":\"p/\"}}");
        JsonNode described = describe("s");
        assertThat(described.path("VersionId").asText()).isEqualTo("2");
        assertThat(described.path("CreateTimestamp").asDouble()).isEqualTo(1700000000.123);
        assertThat(described.path("LastUpdateTimestamp").asDouble()).isEqualTo(1700000005.123);
        assertThat(described.at("/Destinations/0/S3DestinationDescription")).isEqualTo(JSON.readTree("{" + PLAIN_S3 + ",\"Prefix\":\"p/\"}"));
    }

    @Test
    void statusIsCreatingActiveDeleting() {
        server.intake.open = false;
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"S3DestinationConfiguration\":" + Configurations.PLAIN + "}");
        assertThat(describe("s").path("DeliveryStreamStatus").asText()).isEqualTo("CREATING");
        server.intake.open = true;
        assertThat(describe("s").path("DeliveryStreamStatus").asText()).isEqualTo("ACTIVE");
        server.done("DeleteDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"AllowForceDelete\":true}");
        assertThat(describe("s").path("DeliveryStreamStatus").asText()).isEqualTo("DELETING");
    }

    @Test
    void thereIsOneDestinationAndNoneBehindIt() throws IOException {
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"S3DestinationConfiguration\":" + Configurations.PLAIN + "}");
        assertThat(destinations("\"Limit\":1")).isEqualTo(1);
        assertThat(destinations("\"ExclusiveStartDestinationId\":\"destinationId-000000000000\"")).isEqualTo(1);
        assertThat(destinations("\"ExclusiveStartDestinationId\":\"destinationId-000000000001\"")).isZero();
    }

    private int destinations(String members) {
        return server.done("DescribeDeliveryStream", "{\"DeliveryStreamName\":\"s\"," + members + "}").body().at("/DeliveryStreamDescription/Destinations").size();
    }

    private JsonNode describe(String name) {
        return server.done("DescribeDeliveryStream", "{\"DeliveryStreamName\":\"" + name + "\"}").body().path("DeliveryStreamDescription");
    }

    private static String s3(String head) {
        return """
                {"DeliveryStreamName":"s","DeliveryStreamARN":"arn:aws:firehose:us-east-1:000000000000:deliverystream/s","DeliveryStreamStatus":"ACTIVE",
                 %1$s "VersionId":"1","CreateTimestamp":1700000000.123,"Destinations":[{"DestinationId":"destinationId-000000000001",
                 "S3DestinationDescription":{%2$s},"ExtendedS3DestinationDescription":{%2$s,"S3BackupMode":"Disabled"}}],
                 "HasMoreDestinations":false}""".formatted(head, PLAIN_S3);
    }
}
