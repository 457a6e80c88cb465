package io.millrace.firehose.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.firehose.config.ConfigTree;
import io.millrace.firehose.config.DestinationKind;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Partition keys that make a prefix no store takes: their records are error records, and others go on. */
class LongKeyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aPrefixThatComesToTooMuchGoesToTheErrorPrefixAndHoldsNothingUp() throws IOException {
        OnePipeline pipeline = pipeline();
        String tooLong = record("a".repeat(300), "b".repeat(300)), good = record("a", "b");
        pipeline.put(tooLong, good, tooLong);
        pipeline.pass(Duration.ofSeconds(3));
        assertThat(pipeline.texts("data")).containsExactly(good);
        assertThat(pipeline.names("errors")).singleElement().asString().startsWith("errors/processing-failed/");
        List<String> lines = pipeline.texts("errors").getFirst().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode error = JSON.readTree(lines.getFirst());
        assertThat(error.path("errorCode").asText()).isEqualTo("S3.KeyTooLong");
        assertThat(Base64.getDecoder().decode(error.path("rawData").asText())).asString().isEqualTo(tooLong);
        pipeline.put(good);
        pipeline.pass(Duration.ofSeconds(3));
        assertThat(pipeline.texts("data")).containsExactly(good, good);
        assertThat(pipeline.delivered).hasSize(3);
    }

    @Test
    void aNameOfTooManyBytesDoesTheSame() {
        OnePipeline pipeline = pipeline();
        pipeline.put(record("€".repeat(250), "€".repeat(80)));
        pipeline.pass(Duration.ofSeconds(3));
        assertThat(pipeline.texts("data")).isEmpty();
        assertThat(pipeline.texts("errors")).singleElement().asString().contains("S3.KeyTooLong");
    }

    @Test
    void aSingleKeyThatNoPrefixCanHoldFailsAtOnce() {
        OnePipeline pipeline = pipeline();
        pipeline.put(record("x".repeat(100_000), "b"));
        pipeline.pass(Duration.ofSeconds(3));
        assertThat(pipeline.texts("errors")).singleElement().asString().contains("DynamicPartitioning.MetadataExtractionFailed");
    }

    @Test
    void keysThatThePrefixDoesNotNamePartNothing() {
        OnePipeline pipeline = pipeline();
        String one = record("a", "b", "x".repeat(100_000)), two = record("a", "b", "y");
        pipeline.put(one, two);
        pipeline.pass(Duration.ofSeconds(3));
        assertThat(pipeline.texts("data")).containsExactly(one + two);
    }

    private static String record(String first, String second) {
        return record(first, second, "-");
    }

    private static String record(String first, String second, String other) {
        return "{\"a\":\"" + first + "\",\"b\":\"" + second + "\",\"c\":\"" + other + "\"}";
    }

    private static OnePipeline pipeline() {
        ConfigTree tree = Trees.s3().with("Prefix", "!{partitionKeyFromQuery:a}/!{partitionKeyFromQuery:b}/").with("ErrorOutputPrefix", "errors/")
                .with("DynamicPartitioningConfiguration", Map.of("Enabled", true))
                .with("ProcessingConfiguration", Trees.processing(Trees.processor("MetadataExtraction",
                        "MetadataExtractionQuery", "{a: .a, b: .b, c: .c}", "JsonParsingEngine", "JQ-1.6")));
        return new OnePipeline(DestinationKind.EXTENDED_S3, tree, null);
    }
}
