package io.millrace.firehose.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.firehose.config.ConfigTree;
import io.millrace.firehose.config.DestinationKind;
import io.millrace.firehose.transform.HandInvoker;
import io.millrace.invoke.Invoker;
import io.millrace.invoke.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Nothing stops a delivery stream for good: neither errors of the virtual machine, nor records that unpack to much, nor busy workers. */
class DefectsTest {

    @Test
    void anErrorOfADestinationIsAFailureLikeAnother() {
        OnePipeline pipeline = new OnePipeline(DestinationKind.EXTENDED_S3, s3(), null);
        pipeline.defects.add(new StackOverflowError());
        pipeline.defects.add(new NoClassDefFoundError("gone"));
        pipeline.put("one");
        pipeline.pass(Duration.ofSeconds(30));
        assertThat(pipeline.texts("data")).containsExactly("one");
        assertThat(pipeline.defects).isEmpty();
    }

    @Test
    void anUploadWithoutAThreadIsTriedAgain() {
        OnePipeline pipeline = new OnePipeline(DestinationKind.EXTENDED_S3, s3(), null);
        pipeline.uploadsRefused = 3;
        pipeline.put("one");
        pipeline.pass(Duration.ofSeconds(30));
        assertThat(pipeline.uploadsRefused).isZero();
        assertThat(pipeline.texts("data")).containsExactly("one");
    }

    @Test
    void anErrorOfAnInvocationUsesUpAnAttempt() {
        List<Error> errors = new ArrayList<>(List.of(new StackOverflowError(), new NoClassDefFoundError("gone")));
        HandInvoker echo = HandInvoker.answering("Ok");
        Invoker function = new Invoker() {
            @Override
            public boolean isInvocable(String functionName) {
                return true;
            }

            @Override
            public CompletionStage<Outcome> invoke(String functionName, byte[] payload, String fairness) {
                if (!errors.isEmpty()) {
                    throw errors.removeLast();
                }
                return echo.invoke(functionName, payload, fairness);
            }
        };
        OnePipeline pipeline = new OnePipeline(DestinationKind.EXTENDED_S3, s3().with("ProcessingConfiguration", Trees.processing(function())), function);
        pipeline.put("one");
        pipeline.pass(Duration.ofSeconds(10));
        pipeline.put("two");
        pipeline.pass(Duration.ofSeconds(10));
        pipeline.put("three");
        pipeline.pass(Duration.ofSeconds(10));
        assertThat(pipeline.texts("errors")).hasSize(2);
        assertThat(pipeline.texts("data")).containsExactly("three");
    }

    @Test
    void recordsThatUnpackToMuchAreProcessedInParts() {
        Waiting invoker = new Waiting();
        OnePipeline pipeline = new OnePipeline(DestinationKind.EXTENDED_S3,
                s3().with("ProcessingConfiguration", Trees.processing(Map.of("Type", "Decompression"), function())), invoker);
        int bytes = 3 * 1024 * 1024, records = 20;
        pipeline.put(Collections.nCopies(records, gzip(new byte[bytes])));
        pipeline.pass(Duration.ofSeconds(2));
        assertThat(invoker.waiting).as("as many as come to 4 MiB, each in an event of its own").hasSize(2);
        int answered = 0;
        while (!invoker.waiting.isEmpty()) {
            assertThat(invoker.waiting).hasSizeLessThanOrEqualTo(2);
            invoker.waiting.removeFirst().complete(HandInvoker.failed());
            answered++;
            pipeline.pass(Duration.ofMillis(100));
        }
        assertThat(answered).isEqualTo(records);
        pipeline.pass(Duration.ofSeconds(5));
        assertThat(pipeline.texts("errors").stream().flatMap(String::lines)).hasSize(records);
    }

    @Test
    void whatNeedsNoFormatWorkerDoesNotWaitForOne() {
        HandInvoker function = HandInvoker.answering("ProcessingFailed", "Ok");
        OnePipeline pipeline = new OnePipeline(DestinationKind.EXTENDED_S3, s3().with("BufferingHints", Map.of("SizeInMBs", 64L, "IntervalInSeconds", 1L))
                .with("CompressionFormat", "UNCOMPRESSED").with("ProcessingConfiguration", Trees.processing(function()))
                .with("DataFormatConversionConfiguration", Map.of("Enabled", true,
                        "InputFormatConfiguration", Map.of("Deserializer", Map.of("OpenXJsonSerDe", Map.of())),
                        "OutputFormatConfiguration", Map.of("Serializer", Map.of("ParquetSerDe", Map.of())),
                        "SchemaConfiguration", Map.of("DatabaseName", "d", "TableName", "t", "RoleARN", "arn:aws:iam::000000000000:role/any"))), function);
        pipeline.columnsWait = true;
        pipeline.put("one", "two");
        pipeline.pass(Duration.ofSeconds(5));
        assertThat(pipeline.names("errors")).hasSize(1);
        assertThat(pipeline.texts("data")).isEmpty();
        pipeline.columnsWait = false;
        pipeline.pass(Duration.ofSeconds(1));
        assertThat(pipeline.texts("data")).containsExactly("two");
    }

    /** Invocations that are answered when the test says. */
    private static final class Waiting implements Invoker {
        private final List<CompletableFuture<Outcome>> waiting = new ArrayList<>();

        @Override
        public boolean isInvocable(String functionName) {
            return true;
        }

        @Override
        public CompletionStage<Outcome> invoke(String functionName, byte[] payload, String fairness) {
            waiting.add(new CompletableFuture<>());
            return waiting.getLast();
        }
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static Map<String, Object> function() {
        return Trees.function("BufferIntervalInSeconds", "1", "NumberOfRetries", "0");
    }

    private static ConfigTree s3() {
        return Trees.s3().with("ErrorOutputPrefix", "errors/");
    }
}
