package io.millrace.examples.telemetry;

import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Something unusual.
 *
 * @param value          what was seen
 * @param mean           what was usual
 * @param deviation      how much it usually varies
 * @param sequenceNumber of the record that made it so; the same again after a retry
 */
record Alert(String metric, double value, double mean, double deviation, String sequenceNumber) {

    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] json() {
        return JSON.createObjectNode()
                .put("metric", metric)
                .put("value", value)
                .put("mean", mean)
                .put("deviation", deviation)
                .put("sequenceNumber", sequenceNumber)
                .toString().getBytes(StandardCharsets.UTF_8);
    }
}
