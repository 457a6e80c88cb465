package io.millrace.firehose.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.clock.ManualClock;
import io.millrace.firehose.config.ProcessingConfig;
import io.millrace.firehose.error.ErrorOutputType;
import io.millrace.firehose.error.ErrorRecord;
import io.millrace.invoke.Outcome;
import io.millrace.wire.codec.MalformedInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract with a transform function: what it is given, what it may answer, and what comes of what it may not. */
class FunctionStepTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:parse:3";
    private static final int MIB = 1024 * 1024, EVENT_BYTES_MAX = 6 * MIB;

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final ArrayDeque<Later> timer = new ArrayDeque<>();

    private record Later(Duration pause, Runnable task) {
    }

    /** How a fake answers one record. */
    private interface Answer {
        void write(ObjectNode given, ArrayNode records);
    }

    @Test
    void recordsAreOkDroppedOrFailed() {
        HandInvoker invoker = answering((given, records) -> {
            String data = new String(Base64.getDecoder().decode(given.path("data").asText()), StandardCharsets.UTF_8);
            ObjectNode answer = records.addObject().put("recordId", given.path("recordId").asText());
            switch (data) {
                case "drop" -> answer.put("result", "Dropped");
                case "fail" -> answer.put("result", "ProcessingFailed").put("data", "AAAA");
                default -> {
                    answer.put("result", "Ok").put("data", Base64.getEncoder().encodeToString((data + "!").getBytes(StandardCharsets.UTF_8)));
                    answer.putObject("metadata").putObject("partitionKeys").put("k", data).put("n", 7).put("b", true).putNull("absent");
                }
            }
        });
        List<FunctionStep.Result> results = apply(invoker, 3, "a", "drop", "fail", "b");
        assertThat(texts(results)).containsExactly("a!", "dropped", "Lambda.ProcessingFailedStatus", "b!");
        assertThat(((FunctionStep.Result.Ok) results.getFirst()).record().functionKeys()).isEqualTo(Map.of("k", "a", "n", "7", "b", "true"));
        assertThat(invoker.functions).containsExactly("parse");
        assertThat(timer).as("a record's failure is no failure of the batch").isEmpty();
    }

    @Test
    void anErrorRecordSaysAllOfIt() {
        HandInvoker invoker = answering((given, records) -> records.addObject().put("recordId", given.path("recordId").asText()).put("result", "ProcessingFailed"));
        clock.advance(Duration.ofSeconds(9));
        ErrorRecord.Processing error = error(apply(invoker, 3, "raw").getFirst());
        assertThat(error.type()).isEqualTo(ErrorOutputType.PROCESSING_FAILED);
        assertThat(error.origin()).isEqualTo(record("raw", 0).origin());
        assertThat(error.rawData()).asString().isEqualTo("raw");
        assertThat(error.message()).isEqualTo("ProcessingFailed status set for record");
        assertThat(error.attempts()).isEqualTo(1);
        assertThat(error.attemptEndedMillis()).isEqualTo(1_700_000_009_000L);
        assertThat(error.functionArn()).contains(ARN);
    }

    @Test
    void whatIsMissingTwiceThereUnknownOrWithoutDataFailsAlone() {
        HandInvoker invoker = answering((given, records) -> {
            String id = given.path("recordId").asText(), data = given.path("data").asText();
            switch (data) {
                case "bWlzc2luZw==" -> records.addObject().put("recordId", "nobody").put("result", "Ok").put("data", "");
                case "dHdpY2U=" -> {
                    records.addObject().put("recordId", id).put("result", "Ok").put("data", "YQ==");
                    records.addObject().put("recordId", id).put("result", "Dropped");
                }
                case "b3RoZXI=" -> records.addObject().put("recordId", id).put("result", "OK").put("data", data);
                case "bm9kYXRh" -> records.addObject().put("recordId", id).put("result", "Ok");
                case "ZW1wdHk=" -> records.addObject().put("recordId", id).put("result", "Ok").put("data", "");
                default -> records.addObject().put("data", data).put("unknown", 1).put("result", "Ok").put("recordId", id);
            }
        });
        assertThat(texts(apply(invoker, 3, "missing", "twice", "other", "nodata", "empty", "good"))).containsExactly("Lambda.MissingRecordId",
                "Lambda.DuplicatedRecordId", "Lambda.ResultNotSupported", "Lambda.JsonProcessingException", "", "good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "[]", "\"text\"", "{\"records\":1}", "{\"records\":[1]}", "{\"records\":[{\"recordId\":\"x\",\"data\":\"?\"}]}",
        "{\"records\":[]", "{\"records\":[]}x", "{\"records\":[{\"metadata\":{\"partitionKeys\":{\"k\":{}}}}]}"})
    void anAnswerThatIsNoneFailsAllAtOnce(String answer) {
        List<FunctionStep.Result> results = apply(new HandInvoker(event -> answer), 3, "a", "b");
        assertThat(texts(results)).containsExactly("Lambda.JsonProcessingException", "Lambda.JsonProcessingException");
        assertThat(timer).as("it would answer so again").isEmpty();
    }

    @Test
    void aFunctionThatFailsIsInvokedAgainAsOftenAsConfigured() {
        HandInvoker invoker = echo();
        invoker.outcomes.addAll(List.of(HandInvoker.failed(), HandInvoker.failed()));
        CompletableFuture<List<FunctionStep.Result>> results = start(invoker, 2, MIB, records("a", "b"));
        assertThat(results).isNotDone();
        assertThat(runLater()).isEqualTo(Duration.ofSeconds(1));
        assertThat(runLater()).isEqualTo(Duration.ofSeconds(1));
        assertThat(texts(results.join())).containsExactly("a", "b");
        assertThat(invoker.events).hasSize(3).as("the same event, so that a function can know it").containsOnly(invoker.events.getFirst());
    }

    @Test
    void whenRetriesEndAllItsRecordsFail() {
        HandInvoker invoker = echo();
        invoker.outcomes.addAll(List.of(HandInvoker.failed(), new Outcome.Unavailable("it is pending"), HandInvoker.failed(), HandInvoker.failed()));
        CompletableFuture<List<FunctionStep.Result>> results = start(invoker, 2, MIB, records("a", "b"));
        runLater();
        runLater();
        assertThat(texts(results.join())).containsExactly("Lambda.FunctionError", "Lambda.FunctionError");
        assertThat(error(results.join().getLast()).attempts()).isEqualTo(3);
        assertThat(error(results.join().getLast()).message()).isEqualTo("The Lambda function was successfully invoked but it returned an error result.");
        assertThat(timer).isEmpty();
    }

    @Test
    void withoutRetriesOneAttemptIsAll() {
        HandInvoker invoker = echo();
        invoker.outcomes.add(new Outcome.Unavailable("there is no function parse"));
        List<FunctionStep.Result> results = apply(invoker, 0, "a");
        assertThat(texts(results)).containsExactly("Lambda.FunctionUnavailable");
        assertThat(error(results.getFirst()).attempts()).isEqualTo(1);
        assertThat(error(results.getFirst()).message()).isEqualTo("there is no function parse");
    }

    @Test
    void waitingForAWorkerUsesUpNoAttempt() {
        HandInvoker invoker = echo();
        for (int i = 0; i < 20; i++) {
            invoker.outcomes.add(new Outcome.Throttled(Duration.ofMillis(70)));
        }
        invoker.outcomes.add(HandInvoker.failed());
        CompletableFuture<List<FunctionStep.Result>> results = start(invoker, 1, MIB, records("a"));
        for (int i = 0; i < 20; i++) {
            assertThat(results).isNotDone();
            assertThat(runLater()).isEqualTo(Duration.ofMillis(70));
        }
        runLater();
        assertThat(texts(results.join())).containsExactly("a");
    }

    @Test
    void anInvokerThatThrowsIsAFailureLikeAnother() {
        boolean[] thrown = new boolean[1];
        HandInvoker invoker = new HandInvoker(event -> {
            if (!thrown[0]) {
                thrown[0] = true;
                throw new IllegalStateException("a defect");
            }
            return "{\"records\":[]}";
        });
        CompletableFuture<List<FunctionStep.Result>> results = start(invoker, 1, MIB, records("a"));
        runLater();
        assertThat(texts(results.join())).containsExactly("Lambda.MissingRecordId");
    }

    @Test
    void aFailedBatchFailsNoOther() {
        HandInvoker invoker = echo();
        invoker.outcomes.add(HandInvoker.failed());
        CompletableFuture<List<FunctionStep.Result>> results = start(invoker, 0, 2, records("aa", "bb", "cc"));
        assertThat(texts(results.join())).containsExactly("Lambda.FunctionError", "bb", "cc");
        assertThat(invoker.events).hasSize(3);
    }

    @Test
    void theEventIsTheServices() throws IOException {
        HandInvoker invoker = echo();
        apply(invoker, 0, "a");
        ObjectNode event = (ObjectNode) JSON.readTree(invoker.events.getFirst());
        assertThat(event.remove("invocationId").asText()).matches("[0-9a-f-]{36}");
        assertThat(event).isEqualTo(JSON.readTree("""
                {"deliveryStreamArn":"arn:aws:firehose:us-east-1:000000000000:deliverystream/s","region":"us-east-1",
                 "records":[{"recordId":"id-0-0","approximateArrivalTimestamp":1600000000000,"data":"YQ=="}]}"""));
        FirehoseRecord kinesis = FirehoseRecord.of(new RecordOrigin("id", 5, Optional.of(new RecordOrigin.KinesisOrigin("shardId-000000000001", "k\"", "49", 3))),
                new byte[] {1});
        start(invoker, 0, MIB, List.of(kinesis)).join();
        assertThat(JSON.readTree(invoker.events.getLast()).at("/records/0")).isEqualTo(JSON.readTree("""
                {"recordId":"id-0","approximateArrivalTimestamp":5,"data":"AQ==","kinesisRecordMetadata":{"shardId":"shardId-000000000001","partitionKey":"k\\"",
                 "approximateArrivalTimestamp":5,"sequenceNumber":"49","subsequenceNumber":"3"}}"""));
    }

    @Property(tries = 100)
    void batchesKeepToTheirBoundsAndOrder(@ForAll @Size(max = 40) List<@IntRange(max = 400_000) Integer> sizes, @ForAll @IntRange(min = 200_000, max = 3 * MIB) int most) {
        HandInvoker invoker = echo();
        List<FirehoseRecord> records = IntStream.range(0, sizes.size()).mapToObj(i -> sized(i, sizes.get(i), false)).toList();
        List<FunctionStep.Result> results = start(invoker, 0, most, records).join();
        assertThat(results).hasSize(records.size());
        for (int i = 0; i < records.size(); i++) {
            assertThat(((FunctionStep.Result.Ok) results.get(i)).record().data()).isEqualTo(records.get(i).data());
        }
        for (String event : invoker.events) {
            List<Integer> given = dataSizes(event);
            assertThat(given.size() == 1 || given.stream().mapToInt(size -> size).sum() <= most).isTrue();
        }
        assertThat(invoker.events.stream().mapToInt(event -> dataSizes(event).size()).sum()).isEqualTo(records.size());
    }

    /** Small records have more around their data than in it, above all those of a Kinesis stream. */
    @Test
    void anEventHasAtMost6MibAnd10000Records() {
        HandInvoker invoker = new HandInvoker(event -> "{\"records\":[]}");
        start(invoker, 0, 3 * MIB, IntStream.range(0, 25_000).mapToObj(i -> sized(i, 300, true)).toList()).join();
        start(invoker, 0, 3 * MIB, IntStream.range(0, 25_000).mapToObj(i -> sized(i, 1, false)).toList()).join();
        assertThat(invoker.events).allSatisfy(event -> {
            assertThat(event.length()).isLessThanOrEqualTo(EVENT_BYTES_MAX);
            assertThat(dataSizes(event).size()).isLessThanOrEqualTo(10_000);
        });
        assertThat(invoker.events.stream().mapToInt(String::length).max().orElseThrow()).as("and not much less where there is enough").isGreaterThan(3 * MIB);
    }

    @Test
    void aRecordThatFitsIntoNoEventFailsAtOnceAndOthersGoOn() {
        HandInvoker invoker = echo();
        List<FunctionStep.Result> results = start(invoker, 3, MIB, List.of(record("a", 0), sized(1, 5 * MIB, true), record("b", 2))).join();
        assertThat(texts(results)).containsExactly("a", "Lambda.RequestEntityTooLarge", "b");
        assertThat(error(results.get(1)).attempts()).isZero();
        assertThat(invoker.events).hasSize(2);
    }

    @Test
    void functionsAreNamedByTheirArn() {
        assertThat(FunctionStep.functionName("arn:aws:lambda:us-east-1:000000000000:function:f")).isEqualTo("f");
        assertThat(FunctionStep.functionName("arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST")).isEqualTo("f");
        assertThat(FunctionStep.functionName("f")).isEqualTo("f");
    }

    @Property(tries = 3_000)
    void bytesOfAnyKindAreAnAnswerOrNone(@ForAll byte[] payload, @ForAll String text) {
        for (byte[] each : List.of(payload, text.getBytes(StandardCharsets.UTF_8), ("{\"records\":[" + text + "]}").getBytes(StandardCharsets.UTF_8),
                ("{\"records\":[{\"recordId\":\"" + text + "\"}]}").getBytes(StandardCharsets.UTF_8), ("{\"records\":[{\"data\":\"" + text).getBytes(StandardCharsets.UTF_8))) {
            try {
                assertThat(FunctionReply.parse(each).entry("nobody")).isEmpty();
            } catch (MalformedInput none) {
                assertThat(none.getMessage()).isNotBlank();
            }
        }
    }

    private Duration runLater() {
        Later later = timer.remove();
        later.task().run();
        return later.pause();
    }

    private List<FunctionStep.Result> apply(HandInvoker invoker, int retries, String... texts) {
        return start(invoker, retries, MIB, records(texts)).join();
    }

    private CompletableFuture<List<FunctionStep.Result>> start(HandInvoker invoker, int retries, int bufferBytes, List<FirehoseRecord> records) {
        FunctionEvent.Head head = new FunctionEvent.Head("arn:aws:firehose:us-east-1:000000000000:deliverystream/s", Optional.empty(), "us-east-1");
        ProcessingConfig.Lambda config = new ProcessingConfig.Lambda(ARN, retries, bufferBytes, Duration.ofSeconds(60), Optional.empty());
        return new FunctionStep(new FunctionStep.Setting(config, head, invoker, (wait, task) -> timer.add(new Later(wait, task)), clock, "lane")).apply(records)
                .toCompletableFuture();
    }

    private static List<FirehoseRecord> records(String... texts) {
        return IntStream.range(0, texts.length).mapToObj(i -> record(texts[i], i)).toList();
    }

    private static FirehoseRecord record(String text, int index) {
        return FirehoseRecord.of(new RecordOrigin("id-" + index, 1_600_000_000_000L, Optional.empty()), text.getBytes(StandardCharsets.UTF_8));
    }

    private static FirehoseRecord sized(int index, int bytes, boolean kinesis) {
        byte[] data = new byte[bytes];
        Arrays.fill(data, (byte) index);
        return FirehoseRecord.of(new RecordOrigin("%056x".formatted(index), 1_600_000_000_000L, kinesis
                ? Optional.of(new RecordOrigin.KinesisOrigin("shardId-000000000001", "\u0001".repeat(64), "9".repeat(56), Long.MAX_VALUE)) : Optional.empty()), data);
    }

    private static HandInvoker echo() {
        return answering((given, records) -> records.addObject().put("recordId", given.path("recordId").asText()).put("result", "Ok").put("data", given.path("data").asText()));
    }

    private static HandInvoker answering(Answer answer) {
        return new HandInvoker(event -> {
            ObjectNode reply = JSON.createObjectNode();
            ArrayNode records = reply.putArray("records");
            parsed(event).path("records").forEach(record -> answer.write((ObjectNode) record, records));
            return reply.toString();
        });
    }

    private static JsonNode parsed(String event) {
        try {
            return JSON.readTree(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> dataSizes(String event) {
        List<Integer> sizes = new ArrayList<>();
        parsed(event).path("records").forEach(record -> sizes.add(Base64.getDecoder().decode(record.path("data").asText()).length));
        return sizes;
    }

    private static List<String> texts(List<FunctionStep.Result> results) {
        return results.stream().map(result -> switch (result) {
            case FunctionStep.Result.Ok ok -> new String(ok.record().data(), StandardCharsets.UTF_8);
            case FunctionStep.Result.Dropped dropped -> "dropped";
            case FunctionStep.Result.Failed failed -> ((ErrorRecord.Processing) failed.error()).code();
        }).toList();
    }

    private static ErrorRecord.Processing error(FunctionStep.Result result) {
        return (ErrorRecord.Processing) ((FunctionStep.Result.Failed) result).error();
    }
}
