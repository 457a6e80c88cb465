package io.millrace.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.kinesis.Calls.Answer;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the operations answer when all is well. */
class KinesisApiTest {

    private static KinesisServer server;
    private static Calls calls;

    @BeforeAll
    static void open() throws Exception {
        server = new KinesisServer();
        calls = server.calls();
    }

    @AfterAll
    static void close() throws Exception {
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
}
