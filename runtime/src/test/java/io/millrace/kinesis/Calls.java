package io.millrace.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;

/** Raw calls, as no SDK would let them through. */
public final class Calls {

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CBORMapper CBOR = new CBORMapper();
    public static final String JSON_TYPE = "application/x-amz-json-1.1", CBOR_TYPE = "application/x-amz-cbor-1.1";

    private final URI endpoint;

    public Calls(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** An answer with its body in either format. */
    public record Answer(int status, String contentType, String requestId, JsonNode body) {

        public String type() {
            return body.path("__type").asText();
        }

        public String message() {
            return body.path("message").asText();
        }
    }

    /** A call in JSON. */
    public Answer call(String operation, String json) {
        return send("Kinesis_20131202." + operation, JSON_TYPE, json.getBytes(UTF_8));
    }

    /** The same call in CBOR; texts under {@code Data} become byte strings. */
    public Answer cbor(String operation, String json) {
        try {
            return send("Kinesis_20131202." + operation, CBOR_TYPE, CBOR.writeValueAsBytes(binary(JSON.readTree(json))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode binary(JsonNode node) {
        if (node.isObject()) {
            node.propertyStream().toList().forEach(member -> {
                if (member.getKey().equals("Data") && member.getValue().isTextual()) {
                    ((ObjectNode) node).put("Data", Base64.getDecoder().decode(member.getValue().asText()));
                } else {
                    binary(member.getValue());
                }
            });
        } else if (node.isArray()) {
            node.forEach(Calls::binary);
        }
        return node;
    }

    /** A call of any kind; absent headers are null. */
    public Answer send(String target, String contentType, byte[] body) {
        return send(target, contentType, HttpRequest.BodyPublishers.ofByteArray(body));
    }

    public Answer send(String target, String contentType, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint).POST(body);
        if (target != null) {
            request.header("X-Amz-Target", target);
        }
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("Content-Type").orElse("");
            JsonNode answer = response.body().length == 0 ? JSON.nullNode()
                    : type.equals(CBOR_TYPE) ? CBOR.readTree(response.body())
                    : type.equals(JSON_TYPE) || type.equals("application/json") ? JSON.readTree(response.body()) : JSON.getNodeFactory().textNode(new String(response.body(), UTF_8));
            return new Answer(response.statusCode(), type, response.headers().firstValue("x-amzn-RequestId").orElse(""), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The whole stream's data of a shard, from its start. */
    public String iterator(String stream, int shard) {
        return call("GetShardIterator", "{\"StreamName\":\"" + stream + "\",\"ShardId\":\"shardId-" + "%012d".formatted(shard)
                + "\",\"ShardIteratorType\":\"TRIM_HORIZON\"}").body().path("ShardIterator").asText();
    }
}
