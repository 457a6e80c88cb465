package io.millrace.firehose.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.firehose.source.Intake;
import io.millrace.kinesis.Calls.Answer;
import io.millrace.stream.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operations do, and how much of it at a time. */
class FirehoseApiTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FirehoseServer server;

    @BeforeEach
    void open() throws Exception {
        server = new FirehoseServer();
        create("s", "");
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void aRecordIsPut() throws IOException {
        Answer answer = server.done("PutRecord", "{\"DeliveryStreamName\":\"s\",\"Record\":{\"Data\":\"YWJj\"}}");
        assertThat(answer.body()).isEqualTo(JSON.readTree("{\"RecordId\":\"record-0\",\"Encrypted\":false}"));
        assertThat(server.intake.records).singleElement().isEqualTo("abc".getBytes());
        server.done("PutRecord", "{\"DeliveryStreamName\":\"s\",\"Record\":{\"Data\":\"\"}}");
    }

    @Test
    void aBatchIsPutInItsOrder() throws IOException {
        server.done("StartDeliveryStreamEncryption", "{\"DeliveryStreamName\":\"s\"}");
        Answer answer = server.done("PutRecordBatch", "{\"DeliveryStreamName\":\"s\",\"Records\":[{\"Data\":\"YQ==\"},{\"Data\":\"Yg==\"}]}");
        assertThat(answer.body()).isEqualTo(JSON.readTree("""
                {"FailedPutCount":0,"Encrypted":true,"RequestResponses":[{"RecordId":"record-0"},{"RecordId":"record-1"}]}"""));
        assertThat(server.intake.records).containsExactly("a".getBytes(), "b".getBytes());
    }

    @Test
    void recordsAndBatchesHaveTheServicesSizes() {
        assertThat(put(1_024_000).status()).isEqualTo(200);
        Answer large = put(1_024_001);
        assertThat(large.type()).isEqualTo("ValidationException");
        assertThat(large.message()).contains("at 'record.data' failed to satisfy constraint: Member must have length less than or equal to 1024000");
        assertThat(batch(500, 10).status()).isEqualTo(200);
        assertThat(batch(501, 10).message()).contains("at 'records' failed to satisfy constraint: Member must have length less than or equal to 500");
        assertThat(batch(4, 1_024_000).status()).isEqualTo(200);
        int rest = 4 * 1024 * 1024 - 4 * 1_024_000;
        assertThat(batch(4, 1_024_000, rest).status()).as("4 MiB").isEqualTo(200);
        Answer much = batch(4, 1_024_000, rest + 1);
        assertThat(much.type()).isEqualTo("InvalidArgumentException");
        assertThat(much.message()).isEqualTo("Records size exceeds 4 MB limit");
        assertThat(server.call("PutRecordBatch", "{\"DeliveryStreamName\":\"s\",\"Records\":[]}").message()).contains("greater than or equal to 1");
    }

    private Answer put(int bytes) {
        return server.call("PutRecord", "{\"DeliveryStreamName\":\"s\",\"Record\":{\"Data\":\"" + base64(bytes) + "\"}}");
    }

    private Answer batch(int records, int bytes, int... more) {
        List<String> data = new ArrayList<>(IntStream.range(0, records).mapToObj(i -> base64(bytes)).toList());
        IntStream.of(more).mapToObj(FirehoseApiTest::base64).forEach(data::add);
        return server.call("PutRecordBatch", data.stream().map(each -> "{\"Data\":\"" + each + "\"}")
                .collect(Collectors.joining(",", "{\"DeliveryStreamName\":\"s\",\"Records\":[", "]}")));
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @Test
    void putsThatAreRefusedSayWhy() {
        for (String call : List.of("PutRecord {\"DeliveryStreamName\":\"s\",\"Record\":{\"Data\":\"YQ==\"}}",
                "PutRecordBatch {\"DeliveryStreamName\":\"s\",\"Records\":[{\"Data\":\"YQ==\"}]}")) {
            String operation = call.split(" ")[0], json = call.split(" ")[1];
            server.intake.refusal = new Intake.Refused("Service is unavailable: Slow down.");
            answers(server.call(operation, json), 503, "ServiceUnavailableException", "Service is unavailable: Slow down.");
            server.intake.refusal = new StoreException.Busy("full");
            answers(server.call(operation, json), 503, "ServiceUnavailableException", "Service is unavailable; try again.");
            server.intake.refusal = new IllegalStateException("a defect");
            assertThat(server.call(operation, json).status()).isEqualTo(500);
        }
    }

    @Test
    void deliveryStreamsAreListedByNameInPages() throws IOException {
        for (String name : List.of("b", "a", "t.x", "T", "0", "c-1", "d", "e", "f", "g", "h")) {
            create(name, "");
        }
        assertThat(list("")).isEqualTo(JSON.readTree("""
                {"DeliveryStreamNames":["0","T","a","b","c-1","d","e","f","g","h"],"HasMoreDeliveryStreams":true}"""));
        assertThat(list("\"ExclusiveStartDeliveryStreamName\":\"h\"")).isEqualTo(JSON.readTree("{\"DeliveryStreamNames\":[\"s\",\"t.x\"],\"HasMoreDeliveryStreams\":false}"));
        assertThat(list("\"Limit\":1,\"ExclusiveStartDeliveryStreamName\":\"bb\"")).isEqualTo(JSON.readTree("{\"DeliveryStreamNames\":[\"c-1\"],\"HasMoreDeliveryStreams\":true}"));
        assertThat(list("\"Limit\":10000").path("DeliveryStreamNames").size()).isEqualTo(12);
        assertThat(list("\"DeliveryStreamType\":\"KinesisStreamAsSource\"")).isEqualTo(JSON.readTree("{\"DeliveryStreamNames\":[],\"HasMoreDeliveryStreams\":false}"));
        server.kinesis().call("CreateStream", "{\"StreamName\":\"in\",\"ShardCount\":1}");
        create("k", "\"DeliveryStreamType\":\"KinesisStreamAsSource\",\"KinesisStreamSourceConfiguration\":{\"RoleARN\":\"" + Configurations.ROLE
                + "\",\"KinesisStreamARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/in\"},");
        assertThat(list("\"DeliveryStreamType\":\"KinesisStreamAsSource\"").path("DeliveryStreamNames").toString()).isEqualTo("[\"k\"]");
        assertThat(list("\"DeliveryStreamType\":\"DirectPut\",\"Limit\":100").path("DeliveryStreamNames").size()).isEqualTo(12);
    }

    private JsonNode list(String members) {
        return server.done("ListDeliveryStreams", "{" + members + "}").body();
    }

    @Test
    void tagsAreAddedReplacedTakenAwayAndListedInPages() throws IOException {
        create("t", "\"Tags\":[{\"Key\":\"b\",\"Value\":\"1\"},{\"Key\":\"a\"}],");
        server.done("TagDeliveryStream", "{\"DeliveryStreamName\":\"t\",\"Tags\":[{\"Key\":\"b\",\"Value\":\"2\"},{\"Key\":\"c\",\"Value\":\"3\"}]}");
        assertThat(tags("")).isEqualTo(JSON.readTree("""
                {"Tags":[{"Key":"a","Value":""},{"Key":"b","Value":"2"},{"Key":"c","Value":"3"}],"HasMoreTags":false}"""));
        assertThat(tags(",\"Limit\":1,\"ExclusiveStartTagKey\":\"a\"")).isEqualTo(JSON.readTree("{\"Tags\":[{\"Key\":\"b\",\"Value\":\"2\"}],\"HasMoreTags\":true}"));
        server.done("UntagDeliveryStream", "{\"DeliveryStreamName\":\"t\",\"TagKeys\":[\"a\",\"nobody\"]}");
        assertThat(tags(",\"Limit\":2")).isEqualTo(JSON.readTree("""
                {"Tags":[{"Key":"b","Value":"2"},{"Key":"c","Value":"3"}],"HasMoreTags":false}"""));
    }

    private JsonNode tags(String members) {
        return server.done("ListTagsForDeliveryStream", "{\"DeliveryStreamName\":\"t\"" + members + "}").body();
    }

    @Test
    void thereAreAtMost50Tags() {
        server.done("TagDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"Tags\":" + keys(0, 50) + "}");
        server.done("TagDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"Tags\":" + keys(0, 50) + "}");
        answers(server.call("TagDeliveryStream", "{\"DeliveryStreamName\":\"s\",\"Tags\":" + keys(50, 51) + "}"), 400, "LimitExceededException",
                "A delivery stream may have 50 tags");
    }

    private static String keys(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "{\"Key\":\"k" + i + "\"}").collect(Collectors.joining(",", "[", "]"));
    }

    @Test
    void thereAreOnlySoManyDeliveryStreams() {
        for (int i = 1; i < FirehoseServer.STREAMS_MAX; i++) {
            create("s" + i, "");
        }
        answers(server.call("CreateDeliveryStream", body("more", "")), 400, "LimitExceededException",
                "You have already consumed your firehose quota of 20 hoses");
    }

    @Test
    void encryptionIsStartedChangedAndStopped() throws IOException {
        server.done("StartDeliveryStreamEncryption", "{\"DeliveryStreamName\":\"s\"}");
        assertThat(encryption()).isEqualTo(JSON.readTree("{\"KeyType\":\"AWS_OWNED_CMK\",\"Status\":\"ENABLED\"}"));
        server.done("StartDeliveryStreamEncryption", "{\"DeliveryStreamName\":\"s\",\"DeliveryStreamEncryptionConfigurationInput\":{\"KeyType\":"
                + "\"CUSTOMER_MANAGED_CMK\",\"KeyARN\":\"" + FirehoseServer.KEY + "\"}}");
        assertThat(encryption()).isEqualTo(JSON.readTree("{\"KeyARN\":\"" + FirehoseServer.KEY + "\",\"KeyType\":\"CUSTOMER_MANAGED_CMK\",\"Status\":\"ENABLED\"}"));
        server.done("StopDeliveryStreamEncryption", "{\"DeliveryStreamName\":\"s\"}");
        assertThat(encryption()).isEqualTo(JSON.readTree("{\"Status\":\"DISABLED\"}"));
        assertThat(describe().path("VersionId").asText()).as("encryption is no version of the destination").isEqualTo("1");
    }

    private JsonNode encryption() {
        return describe().path("DeliveryStreamEncryptionConfiguration");
    }

    private JsonNode describe() {
        return server.done("DescribeDeliveryStream", "{\"DeliveryStreamName\":\"s\"}").body().path("DeliveryStreamDescription");
    }

    @Test
    void anUpdateKeepsWhatItDoesNotName() throws IOException {
        create("u", "", Configurations.EXTENDED_S3.getFirst());
        update("u", "1", "\"ExtendedS3DestinationUpdate\":{\"CompressionFormat\":\"ZIP\",\"S3BackupUpdate\":{\"Prefix\":\"other/\"}}");
        JsonNode destination = server.done("DescribeDeliveryStream", "{\"DeliveryStreamName\":\"u\"}").body()
                .at("/DeliveryStreamDescription/Destinations/0/ExtendedS3DestinationDescription");
        assertThat(destination.path("CompressionFormat").asText()).isEqualTo("ZIP");
        assertThat(destination.at("/S3BackupDescription/Prefix").asText()).isEqualTo("other/");
        assertThat(destination.at("/S3BackupDescription/CompressionFormat").asText()).isEqualTo("GZIP");
        assertThat(destination.at("/CustomTimeZone").asText()).isEqualTo("Asia/Tokyo");
        assertThat(destination.at("/BufferingHints/IntervalInSeconds").asInt()).isEqualTo(70);
    }

    @Test
    void anUpdateToAnotherKindReplacesAll() {
        update("s", "1", "\"HttpEndpointDestinationUpdate\":{\"EndpointConfiguration\":{\"Url\":\"https://example.com/\"},\"S3Update\":" + Configurations.PLAIN + "}");
        JsonNode destination = describe().at("/Destinations/0");
        assertThat(destination.has("HttpEndpointDestinationDescription")).isTrue();
        assertThat(destination.has("S3DestinationDescription")).isFalse();
        answers(server.call("UpdateDestination", "{\"DeliveryStreamName\":\"s\",\"CurrentDeliveryStreamVersionId\":\"2\",\"DestinationId\":"
                + "\"destinationId-000000000001\",\"ExtendedS3DestinationUpdate\":{\"Prefix\":\"p/\"}}"), 400, "InvalidArgumentException", "BucketARN must be given");
        update("s", "2", "\"ExtendedS3DestinationUpdate\":" + Configurations.PLAIN);
        assertThat(describe().at("/Destinations/0").has("HttpEndpointDestinationDescription")).isFalse();
    }

    private void update(String name, String version, String members) {
        server.done("UpdateDestination", "{\"DeliveryStreamName\":\"" + name + "\",\"CurrentDeliveryStreamVersionId\":\"" + version
                + "\",\"DestinationId\":\"destinationId-000000000001\"," + members + "}");
    }

    private void create(String name, String members) {
        server.done("CreateDeliveryStream", body(name, members));
    }

    private void create(String name, String members, String extended) {
        server.done("CreateDeliveryStream", "{\"DeliveryStreamName\":\"" + name + "\"," + members + "\"ExtendedS3DestinationConfiguration\":" + extended + "}");
    }

    private static String body(String name, String members) {
        return "{\"DeliveryStreamName\":\"" + name + "\"," + members + "\"S3DestinationConfiguration\":" + Configurations.PLAIN + "}";
    }

    private static void answers(Answer answer, int status, String type, String message) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.type()).isEqualTo(type);
        assertThat(answer.message()).isEqualTo(message);
    }
}
