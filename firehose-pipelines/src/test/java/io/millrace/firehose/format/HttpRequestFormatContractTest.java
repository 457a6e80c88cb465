package io.millrace.firehose.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Nested;

/** Request bodies, read as a receiver would. */
class HttpRequestFormatContractTest {

    abstract static class Body extends OutputFormatContractTest {

        abstract byte[] unpacked(byte[] object) throws Exception;

        @Override
        protected List<String> read(byte[] object) throws Exception {
            JsonNode body = new ObjectMapper().readTree(unpacked(object));
            assertThat(body.path("requestId").asText()).isEqualTo("an-object");
            assertThat(body.path("timestamp").isIntegralNumber()).isTrue();
            List<String> records = new ArrayList<>();
            for (JsonNode record : body.path("records")) {
                records.add(new String(record.path("data").binaryValue(), java.nio.charset.StandardCharsets.UTF_8));
            }
            return records;
        }
    }

    @Nested
    class Plain extends Body {

        @Override
        protected OutputFormat format() {
            return new HttpRequestFormat(false);
        }

        @Override
        byte[] unpacked(byte[] object) {
            return object;
        }
    }

    @Nested
    class Gzip extends Body {

        @Override
        protected OutputFormat format() {
            return new HttpRequestFormat(true);
        }

        @Override
        byte[] unpacked(byte[] object) throws Exception {
            return new GZIPInputStream(new ByteArrayInputStream(object)).readAllBytes();
        }
    }
}
