package io.millrace.demo;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/** A call that was refused, with the API's own name for why; status 0 when there was no answer. */
final class ApiFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String name;

    ApiFault(int status, String name, String message) {
        super(name + ": " + message);
        this.status = status;
        this.name = name;
    }

    /** JSON services name the fault in the body, REST services in a header; both may append details behind {@code :} or {@code #}. */
    static ApiFault of(int status, Optional<String> header, JsonNode body) {
        String type = header.orElse(body.path("__type").asText("status " + status));
        String name = type.substring(type.indexOf('#') + 1).split(":")[0];
        JsonNode message = body.has("message") ? body.get("message") : body.path("Message");
        return new ApiFault(status, name, message.asText("no message"));
    }

    boolean is(String wireName) {
        return name.equals(wireName);
    }

    /** Whether the same call may succeed later. */
    boolean isPassing() {
        return status == 0 || status >= 500 || status == 429 || is("ProvisionedThroughputExceededException");
    }
}
