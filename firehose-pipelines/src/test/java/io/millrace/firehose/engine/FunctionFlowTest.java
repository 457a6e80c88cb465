package io.millrace.firehose.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.firehose.config.ConfigTree;
import io.millrace.firehose.config.DestinationKind;
import io.millrace.firehose.transform.HandInvoker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A transform function within a delivery stream: when it is invoked, and where its results go. */
class FunctionFlowTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aBatchWaitsForItsInterval() {
        HandInvoker invoker = HandInvoker.answering("Ok");
        OnePipeline pipeline = pipeline(invoker, "");
        pipeline.put("a");
        pipeline.pass(Duration.ofMillis(5_000));
        pipeline.put("b");
        pipeline.pass(Duration.ofMillis(4_900));
        assertThat(invoker.events).isEmpty();
        pipeline.pass(Duration.ofMillis(200));
        assertThat(invoker.events).singleElement().asString().contains("\"YQ==\"", "\"Yg==\"");
        pipeline.pass(Duration.ofSeconds(2));
        assertThat(pipeline.texts("data")).containsExactly("ab");
    }

    @Test
    void aFullBatchDoesNotWait() {
        HandInvoker invoker = HandInvoker.answering("Ok");
        OnePipeline pipeline = pipeline(invoker, "");
        pipeline.put("a".repeat(100_000));
        assertThat(invoker.events).isEmpty();
        pipeline.put("b".repeat(150_000));
        assertThat(invoker.events).as("0.2 MiB are there").hasSize(2);
        pipeline.pass(Duration.ofSeconds(2));
        assertThat(pipeline.texts("data")).containsExactly("a".repeat(100_000) + "b".repeat(150_000));
    }

    @Test
    void failedRecordsGoToTheErrorPrefixAndTheirSourceToTheBackup() throws IOException {
        HandInvoker invoker = HandInvoker.answering("ProcessingFailed");
        OnePipeline pipeline = pipeline(invoker, "backup/");
        pipeline.put("a", "b");
        pipeline.pass(Duration.ofSeconds(13));
        assertThat(pipeline.texts("data")).isEmpty();
        assertThat(pipeline.texts("backup")).containsExactly("ab");
        assertThat(pipeline.names("errors")).singleElement().asString().startsWith("errors/processing-failed/");
        JsonNode error = JSON.readTree(pipeline.texts("errors").getFirst().lines().findFirst().orElseThrow());
        assertThat(error.properties().stream().map(Map.Entry::getKey)).containsExactly("rawData", "errorCode", "errorMessage", "attemptsMade", "arrivalTimestamp",
                "attemptEndingTimestamp", "lambdaARN");
        assertThat(error.path("rawData").asText()).isEqualTo("YQ==");
        assertThat(error.path("errorCode").asText()).isEqualTo("Lambda.ProcessingFailedStatus");
        assertThat(error.path("arrivalTimestamp").asLong()).isEqualTo(1_800_000_000_000L);
        assertThat(error.path("attemptEndingTimestamp").asLong()).isEqualTo(1_800_000_010_000L);
        assertThat(error.path("lambdaARN").asText()).isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:f");
    }

    @Test
    void droppedRecordsGoNowhereAndHoldNothingUp() {
        HandInvoker invoker = HandInvoker.answering("Dropped");
        OnePipeline pipeline = pipeline(invoker, "");
        pipeline.put("a", "b");
        pipeline.pass(Duration.ofSeconds(13));
        assertThat(invoker.events).hasSize(1);
        assertThat(pipeline.delivered).isEmpty();
        pipeline.put("c");
        pipeline.pass(Duration.ofSeconds(13));
        assertThat(invoker.events).hasSize(2);
    }

    @Test
    void aFunctionThatFailsForEverHoldsNothingUpForEver() {
        HandInvoker invoker = HandInvoker.answering("Ok");
        for (int i = 0; i < 3; i++) {
            invoker.outcomes.add(HandInvoker.failed());
        }
        OnePipeline pipeline = pipeline(invoker, "");
        pipeline.put("a");
        pipeline.pass(Duration.ofSeconds(12));
        assertThat(invoker.events).as("the first attempt and two more").hasSize(3);
        pipeline.put("b");
        pipeline.pass(Duration.ofSeconds(13));
        assertThat(pipeline.texts("data")).containsExactly("b");
        assertThat(pipeline.texts("errors")).singleElement().asString().contains("\"errorCode\":\"Lambda.FunctionError\"", "\"attemptsMade\":3");
    }

    private static OnePipeline pipeline(HandInvoker invoker, String backup) {
        ConfigTree tree = Trees.s3().with("ErrorOutputPrefix", "errors/").with("ProcessingConfiguration", Trees.processing(
                Trees.function("NumberOfRetries", "2", "BufferSizeInMBs", "0.2", "BufferIntervalInSeconds", "10")));
        ConfigTree backedUp = backup.isEmpty() ? tree : tree.with("S3BackupMode", "Enabled").with("S3BackupConfiguration", Map.of("RoleARN",
                "arn:aws:iam::000000000000:role/any", "BucketARN", "arn:aws:s3:::bucket", "Prefix", backup,
                "BufferingHints", Map.of("SizeInMBs", 1L, "IntervalInSeconds", 1L)));
        return new OnePipeline(DestinationKind.EXTENDED_S3, backedUp, invoker);
    }
}
