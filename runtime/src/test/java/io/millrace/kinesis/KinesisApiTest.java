package io.millrace.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.kinesis.Calls.Answer;
import io.millrace.stream.registry.RegistrySettings;
import io.millrace.wire.http.WireSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operations answer when all is well. */
class KinesisApiTest {

    private KinesisServer server;
    private Calls calls;

    @BeforeEach
    void open() throws Exception {
        server = new KinesisServer();
        calls = server.calls();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    private static String data(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes());
    }

    @Test
    void recordsComeBackInOrderInBothFormats() {
        assertThat(calls.call("CreateStream", "{\"StreamName\":\"both\",\"ShardCount\":1}").status()).isEqualTo(200);
        Answer one = calls.call("PutRecord", "{\"StreamName\":\"both\",\"PartitionKey\":\"k\\u00e9\\n\",\"Data\":\"" + data("one") + "\"}");
        assertThat(one.status()).as("%s", one).isEqualTo(200);
        assertThat(one.body().path("ShardId").asText()).isEqualTo("shardId-000000000000");
        Answer more = calls.cbor("PutRecords", "{\"Records\":[{\"PartitionKey\":\"a\",\"Data\":\"" + data("two") + "\"},{\"Data\":\"" + data("")
                + "\",\"PartitionKey\":\"b\",\"ExplicitHashKey\":\"0\"}],\"StreamName\":\"both\"}");
        assertThat(more.status()).as("%s", more).isEqualTo(200);
        assertThat(more.contentType()).isEqualTo(Calls.CBOR_TYPE);
        assertThat(more.body().path("FailedRecordCount").asInt()).isZero();

        JsonNode json = calls.call("GetRecords", "{\"ShardIterator\":\"" + calls.iterator("both", 0) + "\"}").body();
        assertThat(json.path("Records")).hasSize(3);
        assertThat(json.at("/Records/0/PartitionKey").asText()).isEqualTo("k\u00e9\n");
        assertThat(json.at("/Records/0/Data").asText()).isEqualTo(data("one"));
        assertThat(json.at("/Records/0/SequenceNumber").asText()).isEqualTo(one.body().path("SequenceNumber").asText());
        assertThat(json.at("/Records/1/SequenceNumber").asText()).isEqualTo(more.body().at("/Records/0/SequenceNumber").asText());
        assertThat(json.at("/Records/2/Data").asText()).isEmpty();
        assertThat(json.at("/Records/0/ApproximateArrivalTimestamp").decimalValue()).hasToString("1700000000.123");
        assertThat(json.path("MillisBehindLatest").asLong()).isZero();
        Answer cbor = calls.cbor("GetRecords", "{\"ShardIterator\":\"" + calls.iterator("both", 0) + "\",\"Limit\":1}");
        assertThat(cbor.body().at("/Records/0/Data").isBinary()).isTrue();
        assertThat(cbor.body().at("/Records/0/ApproximateArrivalTimestamp").asLong()).isEqualTo(KinesisServer.START_MILLIS);
        assertThat(cbor.body().path("Records")).hasSize(1);
        assertThat(cbor.requestId()).isNotEmpty();
    }

    @Test
    void shardsAreListedInPages() {
        calls.call("CreateStream", "{\"StreamName\":\"pages\",\"ShardCount\":5}");
        List<String> listed = new ArrayList<>();
        String request = "{\"StreamName\":\"pages\",\"MaxResults\":2,\"ShardFilter\":{\"Type\":\"AT_LATEST\"}}";
        String token = "";
        while (!request.isEmpty()) {
            JsonNode page = calls.call("ListShards", request).body();
            page.path("Shards").forEach(shard -> listed.add(shard.path("ShardId").asText()));
            token = page.has("NextToken") ? page.path("NextToken").asText() : token;
            request = page.has("NextToken") ? "{\"MaxResults\":2,\"NextToken\":\"" + token + "\"}" : "";
        }
        assertThat(listed).hasSize(5).isSorted().doesNotHaveDuplicates();
        assertThat(calls.call("ListShards", "{\"StreamName\":\"pages\",\"ExclusiveStartShardId\":\"shardId-000000000002\"}").body().path("Shards")).hasSize(2);
        assertThat(calls.call("DescribeStream", "{\"StreamName\":\"pages\",\"Limit\":2,\"ExclusiveStartShardId\":\"shardId-000000000000\"}").body()
                .at("/StreamDescription/HasMoreShards").asBoolean()).isTrue();
        server.clock.advance(Duration.ofSeconds(301));
        assertThat(calls.call("ListShards", "{\"NextToken\":\"" + token + "\"}").type()).isEqualTo("ExpiredNextTokenException");
    }

    @Test
    void aTokenDiesWithItsStream() {
        calls.call("CreateStream", "{\"StreamName\":\"gone\",\"ShardCount\":2}");
        String token = calls.call("ListShards", "{\"StreamName\":\"gone\",\"MaxResults\":1}").body().path("NextToken").asText();
        calls.call("DeleteStream", "{\"StreamName\":\"gone\"}");
        calls.call("CreateStream", "{\"StreamName\":\"gone\",\"ShardCount\":2}");
        assertThat(calls.call("ListShards", "{\"NextToken\":\"" + token + "\"}").type()).isEqualTo("ResourceNotFoundException");
    }

    @Test
    void iteratorsOutliveARestartOfTheStore() {
        calls.call("CreateStream", "{\"StreamName\":\"again\"}");
        String latest = calls.call("GetShardIterator", "{\"StreamName\":\"again\",\"ShardId\":\"shardId-000000000000\",\"ShardIteratorType\":\"LATEST\"}")
                .body().path("ShardIterator").asText();
        server.store.restart();
        calls.call("PutRecord", "{\"StreamName\":\"again\",\"PartitionKey\":\"k\",\"Data\":\"" + data("x") + "\"}");
        server.clock.advance(Duration.ofSeconds(7));
        JsonNode read = calls.call("GetRecords", "{\"ShardIterator\":\"" + calls.iterator("again", 0) + "\",\"Limit\":1}").body();
        assertThat(read.path("MillisBehindLatest").asLong()).isZero();
        assertThat(calls.call("GetRecords", "{\"ShardIterator\":\"" + latest + "\"}").body().path("Records")).hasSize(1);
        calls.call("PutRecord", "{\"StreamName\":\"again\",\"PartitionKey\":\"k\",\"Data\":\"" + data("y") + "\"}");
        server.clock.advance(Duration.ofSeconds(5));
        assertThat(calls.call("GetRecords", "{\"ShardIterator\":\"" + calls.iterator("again", 0) + "\",\"Limit\":1}").body().path("MillisBehindLatest").asLong())
                .isEqualTo(5000);
    }

    @Test
    void ratesWhereTheyAreEnforced() throws Exception {
        try (KinesisServer limited = new KinesisServer(RegistrySettings.defaults(), new KinesisSettings(true, Duration.ofSeconds(5)), WireSettings.defaults())) {
            Calls there = limited.calls();
            there.call("CreateStream", "{\"StreamName\":\"r\"}");
            String entry = "{\"PartitionKey\":\"k\",\"Data\":\"\"}";
            String call = "{\"StreamName\":\"r\",\"Records\":[" + entry + ("," + entry).repeat(399) + "]}";
            assertThat(there.call("PutRecords", call).body().path("FailedRecordCount").asInt()).isZero();
            assertThat(there.call("PutRecords", call).body().path("FailedRecordCount").asInt()).isZero();
            JsonNode third = there.call("PutRecords", call).body();
            assertThat(third.path("FailedRecordCount").asInt()).isEqualTo(200);
            assertThat(third.at("/Records/399/ErrorCode").asText()).isEqualTo("ProvisionedThroughputExceededException");
            assertThat(third.at("/Records/399/ErrorMessage").asText())
                    .isEqualTo("Rate exceeded for shard shardId-000000000000 in stream r under account 000000000000.");
            assertThat(there.call("PutRecord", "{\"StreamName\":\"r\",\"PartitionKey\":\"k\",\"Data\":\"\"}").type())
                    .isEqualTo("ProvisionedThroughputExceededException");
            limited.clock.advance(Duration.ofSeconds(1));
            assertThat(there.call("PutRecords", call).body().path("FailedRecordCount").asInt()).isZero();
            String read = "{\"ShardIterator\":\"" + there.iterator("r", 0) + "\"}";
            for (int i = 0; i < 5; i++) {
                assertThat(there.call("GetRecords", read).status()).isEqualTo(200);
            }
            assertThat(there.call("GetRecords", read).type()).isEqualTo("ProvisionedThroughputExceededException");
        }
    }
}
