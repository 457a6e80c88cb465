package io.millrace.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Calls the server's Kinesis and Lambda APIs over HTTP, as any client would. Blocks; any thread. */
final class ApiClient implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CALL_MAX = Duration.ofSeconds(60);

    private final URI endpoint;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    ApiClient(URI endpoint) {
        this.endpoint = endpoint;
    }

    URI endpoint() {
        return endpoint;
    }

    /** A Kinesis call; the request holds the members of the operation. */
    JsonNode kinesis(String operation, ObjectNode request) {
        return send(HttpRequest.newBuilder(endpoint.resolve("/"))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "Kinesis_20131202." + operation)
                .POST(body(request)));
    }

    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(endpoint.resolve(path)).GET());
    }

    JsonNode post(String path, ObjectNode request) {
        return send(HttpRequest.newBuilder(endpoint.resolve(path)).header("Content-Type", "application/json").POST(body(request)));
    }

    JsonNode put(String path, ObjectNode request) {
        return send(HttpRequest.newBuilder(endpoint.resolve(path)).header("Content-Type", "application/json").PUT(body(request)));
    }

    @Override
    public void close() {
        http.close();
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.timeout(CALL_MAX).build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = response.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(response.body());
            if (response.statusCode() / 100 != 2) {
                throw ApiFault.of(response.statusCode(), response.headers().firstValue("x-amzn-ErrorType"), body);
            }
            return body;
        } catch (IOException e) {
            throw new ApiFault(0, "ConnectionFailed", e.toString());
        } catch (InterruptedException e) {
            throw new ApiFault(0, "Interrupted", "the call to " + endpoint + " was interrupted");
        }
    }

    private static HttpRequest.BodyPublisher body(ObjectNode request) {
        return HttpRequest.BodyPublishers.ofString(request.toString());
    }
}
