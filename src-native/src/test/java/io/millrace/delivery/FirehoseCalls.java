package io.millrace.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.process.Await;

/** Data Firehose's operations as bare calls, none repeated. Any thread. */
final class FirehoseCalls {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20), ACTIVE = Duration.ofSeconds(60);
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
    private final URI endpoint;

    FirehoseCalls(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** An answer that is not 200. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        final int status;

        Refused(int status, String body) {
            super(status + " " + body);
            this.status = status;
        }
    }

    JsonNode call(String operation, String body) throws IOException {
        return call("Firehose_20150804." + operation, body, "application/x-amz-json-1.1");
    }

    /** An operation of Kinesis Data Streams. */
    JsonNode kinesis(String operation, String body) throws IOException {
        return call("Kinesis_20131202." + operation, body, "application/x-amz-json-1.1");
    }

    private JsonNode call(String target, String body, String type) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(endpoint).timeout(TIMEOUT).header("X-Amz-Target", target).header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new Refused(response.statusCode(), response.body());
            }
            return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /** Creates a delivery stream and waits until it is active. */
    void create(String name, String configuration) throws IOException {
        call("CreateDeliveryStream", "{\"DeliveryStreamName\":\"" + name + "\"," + configuration + "}");
        Await.until(ACTIVE, () -> "ACTIVE".equals(describe(name).path("DeliveryStreamStatus").asText()), () -> describe(name).toString());
    }

    JsonNode describe(String name) {
        try {
            return call("DescribeDeliveryStream", "{\"DeliveryStreamName\":\"" + name + "\"}").path("DeliveryStreamDescription");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a batch and returns those of its records that were acknowledged. */
    List<String> putBatch(String name, List<String> records) throws IOException {
        JsonNode answers = call("PutRecordBatch", "{\"DeliveryStreamName\":\"" + name + "\",\"Records\":" + records.stream()
                .map(record -> "{\"Data\":\"" + base64(record) + "\"}").collect(Collectors.joining(",", "[", "]}"))).path("RequestResponses");
        return java.util.stream.IntStream.range(0, records.size()).filter(i -> answers.path(i).has("RecordId")).mapToObj(records::get).toList();
    }

    /** Puts a batch into a Kinesis stream and returns those of its records that were acknowledged. */
    List<String> putRecords(String stream, List<String> records) throws IOException {
        JsonNode answers = kinesis("PutRecords", "{\"StreamName\":\"" + stream + "\",\"Records\":" + records.stream()
                .map(record -> "{\"PartitionKey\":\"" + record.hashCode() + "\",\"Data\":\"" + base64(record) + "\"}")
                .collect(Collectors.joining(",", "[", "]}"))).path("Records");
        return java.util.stream.IntStream.range(0, records.size()).filter(i -> answers.path(i).has("SequenceNumber")).mapToObj(records::get).toList();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
