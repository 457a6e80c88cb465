package io.millrace.examples.video;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A fragment, as a notification tells of it. */
record FragmentNotice(String streamName, String fragmentNumber) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException when it is no notification */
    static FragmentNotice parse(ByteBuffer data) {
        try {
            JsonNode notice = JSON.readTree(StandardCharsets.UTF_8.decode(data.duplicate()).toString());
            if (!notice.path("StreamName").isTextual() || !notice.path("FragmentNumber").isTextual()) {
                throw new IllegalArgumentException("not a fragment's notification");
            }
            return new FragmentNotice(notice.get("StreamName").asText(), notice.get("FragmentNumber").asText());
        } catch (IOException notJson) {
            throw new IllegalArgumentException("not a fragment's notification", notJson);
        }
    }
}
