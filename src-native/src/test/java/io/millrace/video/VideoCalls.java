package io.millrace.video;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Calls of the video APIs, unsigned. */
record VideoCalls(URI endpoint) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The reply to an operation that succeeds. */
    JsonNode call(String path, String body) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> reply = client.send(HttpRequest.newBuilder(endpoint.resolve(path))
                    .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(reply.statusCode()).as(path + ": " + reply.body()).isEqualTo(200);
            return JSON.readTree(reply.body());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void create(String stream) throws IOException {
        call("/createStream", "{\"StreamName\":\"" + stream + "\",\"DataRetentionInHours\":24}");
    }
}
