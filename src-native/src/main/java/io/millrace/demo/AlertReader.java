package io.millrace.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads the alerts that come from now on, with GetRecords, as any consumer. The stream has one shard. One thread. */
final class AlertReader {

    private final ApiClient api;
    private String iterator;

    /** An alert as the function put it. */
    record Alert(String metric, double value, double mean, double deviation) {

        /** For people. */
        String words() {
            return "%-18s %s, usual %s ± %s".formatted(metric, Words.number(value), Words.number(mean), Words.number(deviation));
        }
    }

    AlertReader(ApiClient api) {
        this.api = api;
    }

    /** Goes to the stream's end, wherever it is now. */
    void startAtEnd() {
        ObjectNode stream = ApiClient.JSON.createObjectNode().put("StreamName", DemoPlan.ALERTS_STREAM);
        String shard = api.kinesis("ListShards", stream).path("Shards").get(0).path("ShardId").asText();
        iterator = api.kinesis("GetShardIterator", stream.deepCopy().put("ShardId", shard).put("ShardIteratorType", "LATEST"))
                .path("ShardIterator").asText();
    }

    /** What has come since the call before; nothing while the server refuses. */
    List<Alert> readSome() throws IOException {
        JsonNode answer;
        try {
            answer = api.kinesis("GetRecords", ApiClient.JSON.createObjectNode().put("ShardIterator", iterator));
        } catch (ApiFault fault) {
            if (fault.isPassing()) {
                return List.of();
            }
            throw fault;
        }
        iterator = answer.path("NextShardIterator").asText();
        List<Alert> alerts = new ArrayList<>();
        for (JsonNode record : answer.path("Records")) {
            JsonNode alert = ApiClient.JSON.readTree(Base64.getDecoder().decode(record.path("Data").asText()));
            alerts.add(new Alert(alert.path("metric").asText(), alert.path("value").asDouble(), alert.path("mean").asDouble(),
                    alert.path("deviation").asDouble()));
        }
        return alerts;
    }
}
