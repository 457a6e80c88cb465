package io.millrace.examples.telemetry;

import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** One measured value. */
record Reading(String metric, double value) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The reading in a JSON object with a text {@code metric} and a number {@code value}; empty for anything else. */
    static Optional<Reading> parse(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            if (node.path("metric").isTextual() && node.path("value").isNumber()) {
                return Optional.of(new Reading(node.get("metric").textValue(), node.get("value").doubleValue()));
            }
            return Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty(); // failing the batch would only bring the same bytes back
        }
    }
}
