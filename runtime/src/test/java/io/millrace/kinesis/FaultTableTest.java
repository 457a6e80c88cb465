package io.millrace.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.kinesis.Calls.Answer;
import io.millrace.process.Await;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad input gets the error of its operation, by name, status and message, in both formats, and changes nothing. */
class FaultTableTest {

    private static final String VALIDATION = "ValidationException", ARGUMENT = "InvalidArgumentException", NOT_FOUND = "ResourceNotFoundException",
            SERIALIZATION = "SerializationException";
    private static final String ONE = "1 validation error detected: Value ";
    private static final String FAR_NUMBER = "49" + "0".repeat(35) + "8".repeat(18) + "0";

    private static KinesisServer server;
    private static Calls calls;
    private JsonNode before;

    @BeforeAll
    static void open() throws Exception {
        server = new KinesisServer();
        calls = server.calls();
        assertThat(calls.call("CreateStream", "{\"StreamName\":\"s\",\"ShardCount\":2,\"Tags\":{\"a\":\"b\"}}").status()).isEqualTo(200);
        assertThat(calls.call("PutRecord", "{\"StreamName\":\"s\",\"PartitionKey\":\"k\",\"Data\":\"YQ==\"}").status()).isEqualTo(200);
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
        Await.until(Duration.ofSeconds(10), () -> server.budgets.data().usedBytes() + server.budgets.control().usedBytes()
                + server.budgets.replies().usedBytes() == 0, () -> "memory is still held");
    }

    private static JsonNode world() {
        ArrayNode world = new ArrayNode(JsonNodeFactory.instance);
        world.add(calls.call("ListStreams", "{}").body());
        world.add(calls.call("DescribeStreamSummary", "{\"StreamName\":\"s\"}").body());
        world.add(calls.call("ListTagsForStream", "{\"StreamName\":\"s\"}").body());
        for (int shard = 0; shard < 2; shard++) {
            world.add(calls.call("GetRecords", "{\"ShardIterator\":\"" + calls.iterator("s", shard) + "\"}").body().path("Records"));
        }
        return world;
    }

    static Stream<Arguments> table() {
        return Stream.of(puts(), iterators(), streams(), lists()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> puts() {
        String stream = "\"StreamName\":\"s\"";
        return Stream.of(
                row("PutRecord", "{" + stream + ",\"PartitionKey\":\"k\"}", VALIDATION, ONE + "null at 'data' failed to satisfy constraint: Member must not be null"),
                row("PutRecord", "{" + stream + ",\"PartitionKey\":\"\",\"Data\":\"\"}", VALIDATION,
                        ONE + "'' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1"),
                row("PutRecord", "{" + stream + ",\"PartitionKey\":\"" + "x".repeat(257) + "\",\"Data\":\"\"}", VALIDATION,
                        ONE + "'" + "x".repeat(257) + "' at 'partitionKey' failed to satisfy constraint: Member must have length less than or equal to 256"),
                row("PutRecord", "{\"StreamName\":\"no such\",\"PartitionKey\":\"k\",\"Data\":\"\"}", VALIDATION,
                        ONE + "'no such' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"),
                row("PutRecord", "{\"StreamName\":\"nosuch\",\"PartitionKey\":\"k\",\"Data\":\"\"}", NOT_FOUND, "Stream nosuch under account 000000000000 not found."),
                row("PutRecord", "{\"PartitionKey\":\"k\",\"Data\":\"\"}", ARGUMENT, "Either StreamARN or StreamName must be provided."),
                row("PutRecord", "{" + stream + ",\"StreamARN\":\"arn:aws:kinesis:us-east-1:000000000000:stream/t\",\"PartitionKey\":\"k\",\"Data\":\"\"}", ARGUMENT,
                        "StreamARN arn:aws:kinesis:us-east-1:000000000000:stream/t and StreamName s name different streams."),
                row("PutRecord", "{\"StreamARN\":\"arn:aws:kinesis:us-east-2:000000000000:stream/s\",\"PartitionKey\":\"k\",\"Data\":\"\"}", NOT_FOUND,
                        "Stream arn:aws:kinesis:us-east-2:000000000000:stream/s not found."),
                row("PutRecord", "{" + stream + ",\"PartitionKey\":\"k\",\"Data\":\"\",\"ExplicitHashKey\":\"01\"}", VALIDATION,
                        ONE + "'01' at 'explicitHashKey' failed to satisfy constraint: Member must satisfy regular expression pattern: 0|([1-9]\\d{0,38})"),
                row("PutRecord", "{" + stream + ",\"PartitionKey\":\"k\",\"Data\":\"\",\"ExplicitHashKey\":\"340282366920938463463374607431768211456\"}", ARGUMENT,
                        "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456"),
                row("PutRecord", "{" + stream + ",\"PartitionKey\":\"k\",\"Data\":\"\",\"SequenceNumberForOrdering\":\"5\"}", ARGUMENT,
                        "ExclusiveMinimumSequenceNumber 5 used in PutRecord is invalid."),
                row("PutRecord", "{" + stream + ",\"PartitionKey\":\"k\",\"Data\":\"\",\"Newer\":{\"a\":[1,null,true]}}", VALIDATION,
                        ONE + "null at 'newer' failed to satisfy constraint: Member is not part of the service model this server implements"),
                row("PutRecord", "{" + stream + ",\"PartitionKey\":5,\"Data\":\"\"}", SERIALIZATION, "class java.math.BigDecimal can not be converted to an String"),
                row("PutRecord", "{" + stream + ",\"PartitionKey\":\"k\",\"PartitionKey\":\"l\",\"Data\":\"\"}", SERIALIZATION, null),
                row("PutRecord", "{" + stream + ",\"StreamId\":\"aaaaaaaaaaaaaaaaaaaa-aaa\",\"PartitionKey\":\"k\",\"Data\":\"\"}", ARGUMENT,
                        "StreamId is not supported by this server yet"),
                row("PutRecords", "{" + stream + "}", VALIDATION, ONE + "null at 'records' failed to satisfy constraint: Member must not be null"),
                row("PutRecords", "{" + stream + ",\"Records\":[]}", VALIDATION,
                        ONE + "'[0 entries]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1"),
                row("PutRecords", "{" + stream + ",\"Records\":[{\"Data\":\"\",\"PartitionKey\":\"k\"}" + ",{\"Data\":\"\",\"PartitionKey\":\"k\"}".repeat(500) + "]}",
                        VALIDATION, ONE + "'[501 entries]' at 'records' failed to satisfy constraint: Member must have length less than or equal to 500"),
                row("PutRecords", "{\"Records\":[{\"Data\":\"YQ==\",\"PartitionKey\":\"k\"},{\"Data\":\"\"},{\"PartitionKey\":\"\"}]," + stream + "}", VALIDATION,
                        "3 validation errors detected: Value null at 'records.2.member.partitionKey' failed to satisfy constraint: Member must not be null; "
                        + "Value '' at 'records.3.member.partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1; "
                        + "Value null at 'records.3.member.data' failed to satisfy constraint: Member must not be null"),
                row("PutRecords", "{" + stream + ",\"Records\":{}}", SERIALIZATION, "Start of structure or map found where not expected."));
    }

    private static Stream<Arguments> iterators() {
        String shard = "\"StreamName\":\"s\",\"ShardId\":\"shardId-000000000000\"";
        return Stream.of(
                row("GetShardIterator", "{\"StreamName\":\"s\",\"ShardIteratorType\":\"LATEST\"}", VALIDATION,
                        ONE + "null at 'shardId' failed to satisfy constraint: Member must not be null"),
                row("GetShardIterator", "{" + shard + ",\"ShardIteratorType\":\"SOON\"}", VALIDATION, ONE + "'SOON' at 'shardIteratorType' failed to satisfy constraint: "
                        + "Member must satisfy enum value set: [AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER, TRIM_HORIZON, LATEST, AT_TIMESTAMP]"),
                row("GetShardIterator", "{\"StreamName\":\"s\",\"ShardId\":\"shardId-000000000002\",\"ShardIteratorType\":\"LATEST\"}", NOT_FOUND,
                        "Shard shardId-000000000002 in stream s under account 000000000000 does not exist"),
                row("GetShardIterator", "{\"StreamName\":\"s\",\"ShardId\":\"first\",\"ShardIteratorType\":\"LATEST\"}", NOT_FOUND,
                        "Could not find shard first in stream s under account 000000000000."),
                row("GetShardIterator", "{" + shard + ",\"ShardIteratorType\":\"LATEST\",\"StartingSequenceNumber\":\"1\"}", ARGUMENT,
                        "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no"
                        + " StartingSequenceNumber. Request specified LATEST and also a StartingSequenceNumber."),
                row("GetShardIterator", "{" + shard + ",\"ShardIteratorType\":\"AT_SEQUENCE_NUMBER\"}", ARGUMENT,
                        "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no"
                        + " StartingSequenceNumber. Request specified AT_SEQUENCE_NUMBER and no StartingSequenceNumber."),
                row("GetShardIterator", "{" + shard + ",\"ShardIteratorType\":\"AT_SEQUENCE_NUMBER\",\"StartingSequenceNumber\":\"12\"}", ARGUMENT,
                        "StartingSequenceNumber 12 used in GetShardIterator on shard shardId-000000000000 in stream s under account 000000000000 is invalid."),
                row("GetShardIterator", "{" + shard + ",\"ShardIteratorType\":\"AT_SEQUENCE_NUMBER\",\"StartingSequenceNumber\":\"490000000001" + "0".repeat(44) + "\"}",
                        ARGUMENT, "Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a call to a shard with shardId-000000000000"),
                row("GetShardIterator", "{" + shard + ",\"ShardIteratorType\":\"AFTER_SEQUENCE_NUMBER\",\"StartingSequenceNumber\":\"" + FAR_NUMBER + "\"}", ARGUMENT,
                        "StartingSequenceNumber " + FAR_NUMBER
                        + " used in GetShardIterator on shard shardId-000000000000 in stream s under account 000000000000 is invalid because it did not come from this stream."),
                row("GetShardIterator", "{" + shard + ",\"ShardIteratorType\":\"AT_TIMESTAMP\"}", ARGUMENT,
                        "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter."),
                row("GetRecords", "{\"ShardIterator\":\"AAAA\"}", ARGUMENT, "Invalid ShardIterator."),
                row("GetRecords", "{\"ShardIterator\":\"AAAA\",\"Limit\":10001}", VALIDATION,
                        ONE + "'10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000"));
    }

    private static Stream<Arguments> streams() {
        return Stream.of(
                row("CreateStream", "{\"StreamName\":\"s\",\"ShardCount\":1}", "ResourceInUseException", "Stream s under account 000000000000 already exists."),
                row("CreateStream", "{\"StreamName\":\"t\",\"ShardCount\":0}", VALIDATION,
                        ONE + "'0' at 'shardCount' failed to satisfy constraint: Member must have value greater than or equal to 1"),
                row("CreateStream", "{\"StreamName\":\"t\",\"ShardCount\":9999}", "LimitExceededException",
                        "This request would exceed the shard limit: 10000 in all, 2 in use."),
                row("CreateStream", "{\"StreamName\":\"t\",\"ShardCount\":1,\"WarmThroughputMiBps\":5}", ARGUMENT, "WarmThroughputMiBps is not supported by this server yet"),
                row("CreateStream", "{\"StreamName\":\"t\",\"ShardCount\":3,\"StreamModeDetails\":{\"StreamMode\":\"ON_DEMAND\"}}", ARGUMENT,
                        "ShardCount must not be specified for a stream in ON_DEMAND mode."),
                row("CreateStream", "{\"StreamName\":\"t\",\"Tags\":{\"" + "k".repeat(129) + "\":\"\"}}", VALIDATION, ONE + "'{" + "k".repeat(129)
                        + "=}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128,"
                        + " Member must have length greater than or equal to 1]"),
                row("DeleteStream", "{\"StreamName\":\"t\"}", NOT_FOUND, "Stream t under account 000000000000 not found."),
                row("IncreaseStreamRetentionPeriod", "{\"StreamName\":\"s\",\"RetentionPeriodHours\":12}", ARGUMENT,
                        "Minimum allowed retention period is 24 hours. Requested retention period (12 hours) is too short."),
                row("IncreaseStreamRetentionPeriod", "{\"StreamName\":\"s\",\"RetentionPeriodHours\":8761}", ARGUMENT,
                        "Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long."),
                row("DecreaseStreamRetentionPeriod", "{\"StreamName\":\"s\",\"RetentionPeriodHours\":48}", ARGUMENT, "Requested retention period (48 hours) for stream s"
                        + " can not be longer than existing retention period (24 hours). Use IncreaseRetentionPeriod API."),
                row("AddTagsToStream", "{\"StreamName\":\"s\",\"Tags\":{}}", VALIDATION,
                        ONE + "'{}' at 'tags' failed to satisfy constraint: Member must have length greater than or equal to 1"),
                row("AddTagsToStream", "{\"StreamName\":\"s\",\"Tags\":{\"a;\":\"\"}}", ARGUMENT,
                        "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - @ :."),
                row("AddTagsToStream", "{\"StreamName\":\"s\",\"Tags\":{\"AWS:a\":\"\"}}", ARGUMENT, "Tag keys must not begin with aws:"),
                row("RemoveTagsFromStream", "{\"StreamName\":\"s\",\"TagKeys\":[\"a\",\"\"]}", VALIDATION,
                        ONE + "'' at 'tagKeys.2.member' failed to satisfy constraint: Member must have length greater than or equal to 1"),
                row("ListTagsForResource", "{\"ResourceARN\":\"s\"}", VALIDATION,
                        ONE + "'s' at 'resourceARN' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:aws.*:kinesis:.*:\\d{12}:.*stream/\\S+"),
                row("SplitShard", "{\"StreamName\":\"s\"}", "UnknownOperationException", "SplitShard is not supported by this server yet"),
                row("NoSuchThing", "{}", "UnknownOperationException", null));
    }

    private static Stream<Arguments> lists() {
        return Stream.of(
                row("ListShards", "{\"StreamName\":\"s\",\"NextToken\":\"AAAA\"}", ARGUMENT, "NextToken and StreamName cannot be provided together."),
                row("ListShards", "{\"NextToken\":\"AAAA\"}", ARGUMENT, "Invalid NextToken."),
                row("ListShards", "{\"StreamName\":\"s\",\"ShardFilter\":{\"Type\":\"AFTER_SHARD_ID\"}}", ARGUMENT, "A ShardFilter of type AFTER_SHARD_ID needs a ShardId."),
                row("ListShards", "{\"StreamName\":\"s\",\"ShardFilter\":{}}", VALIDATION,
                        ONE + "null at 'shardFilter.type' failed to satisfy constraint: Member must not be null"),
                row("ListStreams", "{\"NextToken\":\"AAAA\"}", ARGUMENT, "Invalid NextToken."),
                row("ListStreams", "{\"Limit\":\"1\"}", SERIALIZATION, "class java.lang.String can not be converted to an Integer"),
                row("DescribeStream", "{\"StreamName\":\"s\",\"Limit\":0}", VALIDATION,
                        ONE + "'0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"));
    }

    private static Arguments row(String operation, String json, String type, String message) {
        return Arguments.of(operation, json, type, message);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("table")
    void faultInJson(String operation, String json, String type, String message) {
        check(calls.call(operation, json), Calls.JSON_TYPE, type, message);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("table")
    void faultInCbor(String operation, String json, String type, String message) {
        if (json.contains("\"PartitionKey\":\"l\"")) {
            return;
        }
        check(calls.cbor(operation, json), Calls.CBOR_TYPE, type, message);
    }

    private static void check(Answer answer, String contentType, String type, String message) {
        assertThat(answer.type()).as("%s", answer).isEqualTo(type);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo(contentType);
        assertThat(answer.requestId()).isNotEmpty();
        if (message != null) {
            assertThat(answer.message()).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @MethodSource("brokenBodies")
    void brokenBody(String body) {
        check(calls.call("PutRecords", body), Calls.JSON_TYPE, SERIALIZATION, null);
    }

    static Stream<String> brokenBodies() {
        String record = "{\"StreamName\":\"s\",\"Records\":[{\"PartitionKey\":\"k\",\"Data\":\"%s\"}]}";
        return Stream.of("", "{", "[]", "null", "{}x", "{\"StreamName\":\"s\",}", "{\"StreamName\":\"\u0001\"}", "{'a':1}", "[".repeat(100), "{\"A\":" + "[".repeat(100),
                record.formatted("YQ="), record.formatted("YQ=A"), record.formatted("Y*=="), record.formatted("=YQ="), record.formatted("===="));
    }

    @ParameterizedTest
    @MethodSource("notCalls")
    void notACall(String target, String contentType, int status, String words) {
        Answer answer = calls.send(target, contentType, "{}".getBytes());
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().toString()).contains(words);
    }

    static Stream<Arguments> notCalls() {
        return Stream.of(Arguments.of(null, null, 403, "AccessDeniedException"),
                Arguments.of("Kinesis_20131202.PutRecord", "text/plain", 404, "UnknownOperationException"),
                Arguments.of(null, Calls.JSON_TYPE, 400, "UnknownOperationException"),
                Arguments.of("Kinesis_20131202", Calls.JSON_TYPE, 400, "UnknownOperationException"),
                Arguments.of("Other_20131202.PutRecord", Calls.JSON_TYPE, 400, "UnknownOperationException"));
    }

    @Test
    void iteratorExpires() {
        String iterator = calls.iterator("s", 0);
        server.clock.advance(Duration.ofSeconds(300));
        assertThat(calls.call("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}").status()).isEqualTo(200);
        server.clock.advance(Duration.ofMillis(1));
        Answer expired = calls.call("GetRecords", "{\"ShardIterator\":\"" + iterator + "\"}");
        assertThat(expired.type()).isEqualTo("ExpiredIteratorException");
        assertThat(expired.message()).matches("Iterator expired\\. The iterator was created at time \\w{3} \\w{3} \\d\\d \\d\\d:\\d\\d:\\d\\d UTC \\d{4} while right now it is .*"
                + " which is further in the future than the tolerated delay of 300000 milliseconds\\.");
    }
}
