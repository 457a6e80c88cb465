package io.millrace.firehose.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * An envelope of CloudWatch Logs becomes its messages, each followed by a newline. Control messages, by which CloudWatch Logs tries the
 * way, are dropped.
 */
final class LogMessageExtraction implements Processor {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FailedRecords failures;

    LogMessageExtraction(FailedRecords failures) {
        this.failures = failures;
    }

    @Override
    public void process(FirehoseRecord record, Results results) {
        JsonNode envelope;
        try {
            envelope = JSON.readTree(record.data());
        } catch (IOException e) {
            results.fail(failures.of(record, "CloudWatchLogProcessing.ParseError", "The record is not JSON"));
            return;
        }
        String type = envelope.path("messageType").asText();
        if (type.equals("CONTROL_MESSAGE")) {
            return;
        }
        if (!type.equals("DATA_MESSAGE") || !envelope.path("logEvents").isArray()) {
            results.fail(failures.of(record, "CloudWatchLogProcessing.ParseError", "The record is no data message of CloudWatch Logs"));
            return;
        }
        StringBuilder messages = new StringBuilder();
        envelope.path("logEvents").forEach(event -> messages.append(event.path("message").asText()).append('\n'));
        if (!messages.isEmpty()) {
            results.pass(record.withData(messages.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }
}
