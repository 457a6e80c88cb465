package io.millrace.firehose.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.firehose.config.ConfigTree;
import io.millrace.firehose.config.DestinationKind;
import io.millrace.firehose.deliver.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long an endpoint is asked, and what becomes of what it does not take. */
class HttpGivenUpTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Receipt BUSY = new Receipt.Retryable("HttpEndpoint.DestinationException", "status 500", Optional.empty());
    private static final Receipt TOO_LARGE = new Receipt.Permanent("HttpEndpoint.DestinationException", "status 413");

    @Test
    void whatIsTakenGoesNowhereElse() {
        OnePipeline pipeline = pipeline(60, "FailedDataOnly");
        pipeline.put("a", "b");
        pipeline.pass(Duration.ofSeconds(2));
        assertThat(pipeline.texts("data")).singleElement().asString().contains("{\"data\":\"YQ==\"},{\"data\":\"Yg==\"}");
        assertThat(pipeline.delivered).hasSize(1);
    }

    @Test
    void allDataIsBackedUpAsItWasSent() {
        OnePipeline pipeline = pipeline(60, "AllData");
        pipeline.put("a", "b");
        pipeline.pass(Duration.ofSeconds(2));
        assertThat(pipeline.texts("data")).hasSize(1);
        assertThat(pipeline.texts("backup")).containsExactly("ab");
        assertThat(pipeline.names("backup")).singleElement().asString().startsWith("raw/2027/01/15/08/one-1-");
    }

    @Test
    void aRequestIsTheSameInAllAttemptsAndIsTakenInTheEnd() {
        OnePipeline pipeline = pipeline(60, "FailedDataOnly");
        pipeline.answers.addAll(List.of(BUSY, BUSY, BUSY));
        pipeline.put("a");
        pipeline.pass(Duration.ofSeconds(30));
        assertThat(pipeline.attempts).hasSize(4);
        assertThat(pipeline.texts("data")).hasSize(1);
        assertThat(pipeline.texts("errors")).isEmpty();
    }

    @Test
    void pausesDoubleFromOneSecondGiveOrTake15Percent() {
        OnePipeline pipeline = pipeline(7_200, "FailedDataOnly");
        for (int i = 0; i < 12; i++) {
            pipeline.answers.add(BUSY);
        }
        pipeline.put("a");
        pipeline.pass(Duration.ofSeconds(1_200));
        for (int i = 1; i < 13; i++) {
            long wanted = Math.min(120_000, 1_000L << i - 1);
            assertThat(pipeline.attempts.get(i) - pipeline.attempts.get(i - 1)).as("pause %d", i)
                    .isBetween(Math.round(wanted * 0.85), Math.round(Math.min(120_000, wanted * 1.15)) + 200);
        }
    }

    @Test
    void afterTheRetryDurationItsRecordsAreErrorRecords() throws IOException {
        OnePipeline pipeline = pipeline(20, "FailedDataOnly");
        for (int i = 0; i < 100; i++) {
            pipeline.answers.add(BUSY);
        }
        pipeline.put("a", "b");
        pipeline.pass(Duration.ofSeconds(60));
        int attempts = pipeline.attempts.size();
        assertThat(attempts).isBetween(4, 6);
        assertThat(pipeline.attempts.getLast() - pipeline.attempts.getFirst()).isLessThanOrEqualTo(20_000);
        List<JsonNode> errors = errors(pipeline);
        assertThat(errors).hasSize(2);
        assertThat(errors.getFirst().path("attemptsMade").asInt()).isEqualTo(attempts);
        assertThat(errors.getFirst().path("errorCode").asText()).isEqualTo("HttpEndpoint.DestinationException");
        assertThat(errors.getFirst().path("errorMessage").asText()).isEqualTo("status 500");
        assertThat(errors.getFirst().path("arrivalTimestamp").asLong()).isEqualTo(1_800_000_000_000L);
        assertThat(errors.getFirst().path("attemptEndingTimestamp").asLong()).isGreaterThan(1_800_000_000_000L);
        assertThat(errors.stream().map(error -> error.path("rawData").asText())).containsExactly("YQ==", "Yg==");
        assertThat(pipeline.names("errors")).singleElement().asString().startsWith("raw/http-endpoint-failed/2027/01/15/08/one-1-");
        pipeline.answers.clear();
        pipeline.pass(Duration.ofSeconds(300));
        assertThat(pipeline.attempts).as("it is not asked again").hasSize(attempts);
    }

    @Test
    void withoutARetryDurationOneAttemptIsAll() throws IOException {
        OnePipeline pipeline = pipeline(0, "FailedDataOnly");
        pipeline.answers.add(BUSY);
        pipeline.put("a");
        pipeline.pass(Duration.ofSeconds(3));
        assertThat(pipeline.attempts).hasSize(1);
        assertThat(errors(pipeline)).singleElement().extracting(error -> error.path("attemptsMade").asInt()).isEqualTo(1);
    }

    @Test
    void anAnswerForEverIsTheLast() throws IOException {
        OnePipeline pipeline = pipeline(7_200, "FailedDataOnly");
        pipeline.answers.addAll(List.of(BUSY, TOO_LARGE));
        pipeline.put("a");
        pipeline.pass(Duration.ofSeconds(10));
        assertThat(pipeline.attempts).hasSize(2);
        assertThat(errors(pipeline)).singleElement().satisfies(error -> {
            assertThat(error.path("attemptsMade").asInt()).isEqualTo(2);
            assertThat(error.path("errorMessage").asText()).isEqualTo("status 413");
        });
    }

    @Test
    void aGivenUpRequestOfAllDataIsInBothPlaces() throws IOException {
        OnePipeline pipeline = pipeline(0, "AllData");
        pipeline.answers.add(BUSY);
        pipeline.put("a");
        pipeline.pass(Duration.ofSeconds(3));
        assertThat(pipeline.texts("backup")).containsExactly("a");
        assertThat(errors(pipeline)).hasSize(1);
    }

    private static List<JsonNode> errors(OnePipeline pipeline) throws IOException {
        List<JsonNode> errors = new java.util.ArrayList<>();
        for (String text : pipeline.texts("errors")) {
            for (String line : text.lines().toList()) {
                errors.add(JSON.readTree(line.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return errors;
    }

    private static OnePipeline pipeline(long retrySeconds, String backup) {
        Map<String, Object> s3 = Map.of("RoleARN", "arn:aws:iam::000000000000:role/any", "BucketARN", "arn:aws:s3:::bucket", "Prefix", "raw/",
                "BufferingHints", Map.of("SizeInMBs", 1L, "IntervalInSeconds", 1L));
        ConfigTree tree = ConfigTree.EMPTY.with("EndpointConfiguration", Map.of("Url", "https://example.com/"))
                .with("BufferingHints", Map.of("SizeInMBs", 1L, "IntervalInSeconds", 1L))
                .with("RetryOptions", Map.of("DurationInSeconds", retrySeconds)).with("S3BackupMode", backup).with("S3Configuration", s3);
        return new OnePipeline(DestinationKind.HTTP_ENDPOINT, tree, null);
    }
}
