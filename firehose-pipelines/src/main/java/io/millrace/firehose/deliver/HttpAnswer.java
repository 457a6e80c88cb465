package io.millrace.firehose.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Whether an endpoint's answer with status 200 is one by the published format; anything else counts as a failure. */
final class HttpAnswer {

    private static final int EXCERPT_CHARACTERS = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private HttpAnswer() {
    }

    /** What is wrong with it, if anything. */
    static Optional<String> objection(String requestId, HttpHeaders headers, byte[] body) {
        String type = headers.firstValue("Content-Type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals("application/json")) {
            return Optional.of("Content-Type is not application/json.");
        }
        if (headers.firstValue("Content-Encoding").isPresent()) {
            return Optional.of("Content-Encoding is present.");
        }
        if (headers.firstValue("Content-Length").isEmpty()) {
            return Optional.of("Content-Length is missing.");
        }
        try {
            JsonNode answer = JSON.readTree(body);
            if (answer == null || !answer.path("requestId").asText().equals(requestId)) {
                return Optional.of("requestId is not the request's.");
            }
            return answer.path("timestamp").isIntegralNumber() ? Optional.empty() : Optional.of("timestamp is missing or is no whole number.");
        } catch (IOException e) {
            return Optional.of("The body is not JSON.");
        }
    }

    /** For messages. */
    static String excerpt(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.substring(0, Math.min(EXCERPT_CHARACTERS, text.length()));
    }
}
