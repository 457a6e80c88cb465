package io.millrace.bench.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.process.Await;

/** The calls around a measurement: streams, functions and mappings made, watched and deleted. Blocking; any thread. */
public final class Control implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READY = Duration.ofSeconds(60);
    private static final String FUNCTIONS = "/2015-03-31/functions/", MAPPINGS = "/2015-03-31/event-source-mappings/";

    private final URI endpoint;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public Control(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** Creates a stream and waits until it is ACTIVE. */
    public void createStream(String name, int shards) {
        kinesis("CreateStream", Map.of("StreamName", name, "ShardCount", shards));
        Await.until(READY, () -> kinesis("DescribeStreamSummary", Map.of("StreamName", name))
                .at("/StreamDescriptionSummary/StreamStatus").asText().equals("ACTIVE"), () -> name + " is ACTIVE");
    }

    /** Deletes a stream and waits until it is gone. */
    public void deleteStream(String name) {
        kinesis("DeleteStream", Map.of("StreamName", name));
        Await.until(READY, () -> send(kinesisRequest("DescribeStreamSummary", Map.of("StreamName", name))).statusCode() != 200, () -> name + " is gone");
    }

    /** The stream's shards in their order. */
    public List<String> shards(String stream) {
        List<String> shards = new ArrayList<>();
        JsonNode page = kinesis("ListShards", Map.of("StreamName", stream));
        while (true) {
            page.path("Shards").forEach(shard -> shards.add(shard.path("ShardId").asText()));
            if (!page.hasNonNull("NextToken")) {
                return shards;
            }
            page = kinesis("ListShards", Map.of("NextToken", page.path("NextToken").asText()));
        }
    }

    /** An iterator at the start of a shard. */
    public String iteratorAtStart(String stream, String shard) {
        return kinesis("GetShardIterator", Map.of("StreamName", stream, "ShardId", shard, "ShardIteratorType", "TRIM_HORIZON"))
                .path("ShardIterator").asText();
    }

    /** Deploys a jar and waits until the function is Active. */
    public void createFunction(String name, Path jar, String handler, Map<String, String> environment) throws IOException {
        rest("POST", FUNCTIONS, Map.of("FunctionName", name, "Runtime", "java25", "Role", "arn:aws:iam::000000000000:role/bench", "Handler", handler,
                "Code", Map.of("ZipFile", Files.readAllBytes(jar)), "Environment", Map.of("Variables", environment), "Timeout", 30, "MemorySize", 128));
        Await.until(READY, () -> rest("GET", FUNCTIONS + name + "/configuration", Map.of()).path("State").asText().equals("Active"), () -> name + " is Active");
    }

    /** Maps a stream onto a function, from the stream's start, and waits until the mapping is Enabled. Returns its UUID. */
    public String createMapping(String stream, String function, int batchSize) {
        String arn = kinesis("DescribeStreamSummary", Map.of("StreamName", stream)).at("/StreamDescriptionSummary/StreamARN").asText();
        String uuid = rest("POST", MAPPINGS, Map.of("EventSourceArn", arn, "FunctionName", function, "StartingPosition", "TRIM_HORIZON",
                "BatchSize", batchSize)).path("UUID").asText();
        Await.until(READY, () -> rest("GET", MAPPINGS + uuid, Map.of()).path("State").asText().equals("Enabled"), () -> "mapping " + uuid + " is Enabled");
        return uuid;
    }

    /** Creates a delivery stream and waits until it is ACTIVE. @param configuration further members of CreateDeliveryStream */
    public void createDeliveryStream(String name, Map<String, ?> configuration) {
        Map<String, Object> call = new HashMap<>(configuration);
        call.put("DeliveryStreamName", name);
        firehose("CreateDeliveryStream", call);
        Await.until(READY, () -> firehose("DescribeDeliveryStream", Map.of("DeliveryStreamName", name))
                .at("/DeliveryStreamDescription/DeliveryStreamStatus").asText().equals("ACTIVE"), () -> name + " is ACTIVE");
    }

    /** The server's metrics in Prometheus' text format. */
    public String metrics() {
        HttpResponse<String> response = send(HttpRequest.newBuilder(endpoint.resolve("/q/metrics")));
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the metrics answered " + response.statusCode());
        }
        return response.body();
    }

    /** A Kinesis call that must succeed. */
    public JsonNode kinesis(String operation, Map<String, ?> body) {
        return success(send(kinesisRequest(operation, body)), operation);
    }

    /** A Firehose call that must succeed. */
    public JsonNode firehose(String operation, Map<String, ?> body) {
        return success(send(request("Firehose_20150804." + operation, body)), operation);
    }

    private JsonNode rest(String method, String path, Map<String, ?> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(path)).header("Content-Type", "application/json");
        return success(send(method.equals("GET") ? request.GET() : request.method(method, BodyPublishers.ofString(write(body)))), method + " " + path);
    }

    private HttpRequest.Builder kinesisRequest(String operation, Map<String, ?> body) {
        return request("Kinesis_20131202." + operation, body);
    }

    private HttpRequest.Builder request(String target, Map<String, ?> body) {
        return HttpRequest.newBuilder(endpoint).header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-1.1").POST(BodyPublishers.ofString(write(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(READY).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("the server did not answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted during a call", e);
        }
    }

    private static JsonNode success(HttpResponse<String> response, String call) {
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(call + " answered " + response.statusCode() + ": " + response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(call + " answered what is no JSON", e);
        }
    }

    private static String write(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
