package io.millrace.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AccessLogDeliveryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINE = "1.2.3.4 - - [17/May/2015:23:05:03 -0200] \"GET /\\\"a\\\" HTTP/1.1\" 304 - \"-\" \"Mozilla/5.0 (X)\"";

    @Test
    void aLineBecomesJsonWithItsPartition() throws IOException {
        JsonNode answer = transform(LINE + "\n");
        assertThat(answer.path("records").get(0).path("result").asText()).isEqualTo("Ok");
        assertThat(answer.path("records").get(0).path("metadata")).hasToString("{\"partitionKeys\":{\"status\":\"304\",\"day\":\"2015-05-18\"}}");
        assertThat(data(answer)).isEqualTo("{\"host\":\"1.2.3.4\",\"at\":\"2015-05-18T01:05:03Z\",\"request\":\"GET /\\\\\\\"a\\\\\\\" HTTP/1.1\",\"status\":304,"
                + "\"referer\":\"-\",\"agent\":\"Mozilla/5.0 (X)\"}\n");
    }

    @Test
    void whatIsNoLineFailsAndKeepsItsData() throws IOException {
        for (String bad : new String[] {"", "hello", LINE.replace("May", "Mai"), LINE.replace("304", "x")}) {
            JsonNode answer = transform(bad);
            assertThat(answer.path("records").get(0).path("result").asText()).isEqualTo("ProcessingFailed");
            assertThat(data(answer)).isEqualTo(bad);
        }
    }

    private static String data(JsonNode answer) throws IOException {
        return new String(answer.path("records").get(0).path("data").binaryValue(), StandardCharsets.UTF_8);
    }

    private static JsonNode transform(String line) throws IOException {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("records");
        records.addObject().put("recordId", "1").put("data", line.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new AccessLogDelivery().handleRequest(new ByteArrayInputStream(JSON.writeValueAsBytes(event)), answer, null);
        return JSON.readTree(answer.toByteArray());
    }
}
