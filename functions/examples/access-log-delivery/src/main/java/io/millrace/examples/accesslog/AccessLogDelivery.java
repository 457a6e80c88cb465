package io.millrace.examples.accesslog;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The function. A line becomes a JSON object and a newline, with the partition keys {@code status} and {@code day}; what is no line of the log is
 * {@code ProcessingFailed} and keeps its data.
 */
public final class AccessLogDelivery implements RequestStreamHandler {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        JsonNode event = JSON.readTree(input);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode records = answer.putArray("records");
        for (JsonNode record : event.path("records")) {
            records.add(transformed(record.path("recordId").asText(), record.path("data").asText()));
        }
        JSON.writeValue(output, answer);
    }

    private static ObjectNode transformed(String recordId, String data) throws IOException {
        ObjectNode result = JSON.createObjectNode().put("recordId", recordId);
        Optional<AccessLogEntry> parsed = AccessLogEntry.parse(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
        if (parsed.isEmpty()) {
            return result.put("result", "ProcessingFailed").put("data", data);
        }
        AccessLogEntry entry = parsed.get();
        result.put("result", "Ok").put("data", Base64.getEncoder().encodeToString((json(entry) + "\n").getBytes(StandardCharsets.UTF_8)));
        result.putObject("metadata").putObject("partitionKeys").put("status", Integer.toString(entry.status())).put("day", entry.day());
        return result;
    }

    private static String json(AccessLogEntry entry) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("host", entry.host()).put("at", entry.at().toString()).put("request", entry.request())
                .put("status", entry.status()).put("referer", entry.referer()).put("agent", entry.agent());
        entry.bytes().ifPresent(bytes -> json.put("bytes", bytes));
        return JSON.writeValueAsString(json);
    }
}
