package io.millrace.demo;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clock.Clock;
import io.millrace.server.Server;
import io.quarkus.runtime.QuarkusApplication;

/**
 * What a server does soon after its start, done once: a stream, a put, a get, the lists. What the JVM loads and links on the way is what its
 * AOT cache then holds. Ends with 0 when all of it was answered.
 */
public final class RehearsalProgram implements QuarkusApplication {

    private static final String STREAM = "rehearsal";
    private static final String DATA = Base64.getEncoder().encodeToString("rehearsal".getBytes(StandardCharsets.UTF_8));
    private static final long ACTIVE_MAX_NANOS = TimeUnit.SECONDS.toNanos(30), BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Server server;

    RehearsalProgram(Server server) {
        this.server = server;
    }

    @Override
    public int run(String... arguments) {
        try (ApiClient api = new ApiClient(server.endpoint())) {
            createStream(api);
            ObjectNode put = named().put("PartitionKey", "key").put("Data", DATA);
            String shard = api.kinesis("PutRecord", put).required("ShardId").asText();
            ObjectNode records = named();
            records.putArray("Records").addObject().put("PartitionKey", "key").put("Data", DATA);
            api.kinesis("PutRecords", records);
            ObjectNode from = named().put("ShardId", shard).put("ShardIteratorType", "TRIM_HORIZON");
            String iterator = api.kinesis("GetShardIterator", from).required("ShardIterator").asText();
            JsonNode read = api.kinesis("GetRecords", ApiClient.JSON.createObjectNode().put("ShardIterator", iterator)).required("Records");
            api.kinesis("ListStreams", ApiClient.JSON.createObjectNode());
            api.kinesis("ListShards", named());
            api.get("/2015-03-31/functions/");
            api.get("/2015-03-31/event-source-mappings/");
            api.get("/q/health/ready");
            server.stopWork();
            return read.isEmpty() ? 1 : 0;
        }
    }

    private static void createStream(ApiClient api) {
        api.kinesis("CreateStream", named().put("ShardCount", 1));
        long started = Clock.SYSTEM.nanos();
        while (!isActive(api)) {
            if (Clock.SYSTEM.nanos() - started > ACTIVE_MAX_NANOS) {
                throw new IllegalStateException("the stream does not become ACTIVE");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    private static boolean isActive(ApiClient api) {
        return api.kinesis("DescribeStreamSummary", named()).required("StreamDescriptionSummary").required("StreamStatus").asText().equals("ACTIVE");
    }

    private static ObjectNode named() {
        return ApiClient.JSON.createObjectNode().put("StreamName", STREAM);
    }
}
