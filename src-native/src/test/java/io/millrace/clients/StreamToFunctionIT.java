package io.millrace.clients;

import static io.millrace.clients.CallLog.POISON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.millrace.clients.CallLog.Call;
import io.millrace.clients.CallLog.Seen;
import io.millrace.process.Await;
import io.millrace.process.ServerProcess;
import org.joda.time.DateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The main way of the data: records put with the AWS SDK reach a function whose handler takes a typed KinesisEvent. */
@ExtendWith(PackagedServer.class)
class StreamToFunctionIT {

    private static final String FUNCTION = "call-log";
    private static final Duration DELIVERY = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;
    private static AwsSdk aws;
    private static Metrics metrics;
    private static CallLog log;

    @BeforeAll
    static void deploy(ServerProcess server) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        aws = new AwsSdk(server.endpoint());
        metrics = new Metrics(server);
        log = new CallLog(directory.resolve("log"));
        log.deploy(aws, FUNCTION, FunctionArchive.zip(directory, CallLog.HANDLER, KinesisEvent.class, DateTime.class));
    }

    @AfterAll
    static void remove() {
        aws.lambda().deleteFunction(call -> call.functionName(FUNCTION));
        aws.close();
    }

    @Test
    void everyRecordReachesTheFunctionOnceAndInTheOrderOfItsShard() {
        int batchSize = 40;
        Instant before = Instant.now();
        String arn = aws.createStream("ordered", 3);
        String uuid = map(arn, mapping -> mapping.batchSize(batchSize));
        Map<String, List<String>> acknowledged = new HashMap<>();
        for (int call = 0; call < 10; call++) {
            List<String> data = texts("ordered-" + call, 30);
            PutRecordsResponse answer = aws.kinesisAsync().putRecords(put -> put.streamName("ordered").records(entries(data))).join();
            assertThat(answer.failedRecordCount()).isZero();
            for (int i = 0; i < data.size(); i++) {
                acknowledged.computeIfAbsent(answer.records().get(i).shardId(), shard -> new ArrayList<>())
                        .add(answer.records().get(i).sequenceNumber() + " " + data.get(i));
            }
        }
        for (String data : texts("in-json", 10)) {
            var answer = aws.kinesisJson().putRecord(put -> put.streamARN(arn).partitionKey(data).data(SdkBytes.fromUtf8String(data)));
            acknowledged.get(answer.shardId()).add(answer.sequenceNumber() + " " + data);
        }
        int expected = acknowledged.values().stream().mapToInt(List::size).sum();

        Await.until(DELIVERY, () -> log.done(arn).size() >= expected, () -> expected + " records are delivered: " + log.done(arn).size());

        Map<String, List<String>> delivered = new HashMap<>();
        log.done(arn).forEach(record -> delivered.computeIfAbsent(record.shard(), shard -> new ArrayList<>())
                .add(record.sequenceNumber() + " " + record.data()));
        assertThat(acknowledged).hasSize(3);
        assertThat(delivered).isEqualTo(acknowledged);
        assertThat(log.calls(arn)).allSatisfy(call -> assertThat(call.records()).hasSizeBetween(1, batchSize).extracting(Seen::shard).containsOnly(
                call.records().getFirst().shard()));
        assertThat(log.done(arn)).allSatisfy(record -> {
            assertThat(record.partitionKey()).isEqualTo(record.data());
            assertThat(Instant.ofEpochMilli(record.arrivedAtMillis())).isBetween(before.minusMillis(1), Instant.now());
        });
        Await.until(DELIVERY, () -> metrics.value("millrace_trigger_records_total", uuid) == expected,
                () -> expected + " are counted: " + metrics.value("millrace_trigger_records_total", uuid));
        assertThat(aws.lambda().getEventSourceMapping(call -> call.uuid(uuid)).lastProcessingResult()).isEqualTo("OK");
    }

    @Test
    void aMappingIsShownAsTheServiceShowsIt() {
        String arn = aws.createStream("shown", 1);
        String created = aws.lambda().createEventSourceMapping(mapping(arn, call -> call.bisectBatchOnFunctionError(true))).state();
        String uuid = onlyMapping(arn).uuid();
        aws.awaitMapping(uuid, "Enabled");

        GetEventSourceMappingResponse shown = aws.lambda().getEventSourceMapping(call -> call.uuid(uuid));

        assertThat(created).isEqualTo("Creating");
        assertThat(shown.eventSourceArn()).isEqualTo(arn);
        assertThat(shown.functionArn()).isEqualTo("arn:aws:lambda:us-east-1:" + AwsSdk.ACCOUNT + ":function:" + FUNCTION);
        assertThat(shown.eventSourceMappingArn()).isEqualTo("arn:aws:lambda:us-east-1:" + AwsSdk.ACCOUNT + ":event-source-mapping:" + uuid);
        assertThat(shown.startingPosition()).isEqualTo(EventSourcePosition.TRIM_HORIZON);
        assertThat(shown.batchSize()).isEqualTo(100);
        assertThat(shown.maximumBatchingWindowInSeconds()).isZero();
        assertThat(shown.maximumRetryAttempts()).isEqualTo(-1);
        assertThat(shown.maximumRecordAgeInSeconds()).isEqualTo(-1);
        assertThat(shown.parallelizationFactor()).isEqualTo(1);
        assertThat(shown.bisectBatchOnFunctionError()).isTrue();
        assertThat(shown.stateTransitionReason()).isEqualTo("User action");
        assertThat(shown.lastProcessingResult()).isEqualTo("No records processed");
        assertThat(Duration.between(shown.lastModified(), Instant.now())).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void latestBeginsBehindWhatIsThereAndTrimHorizonWithIt() {
        String fromStart = aws.createStream("from-start", 1);
        put("from-start", "old-1", "old-2");
        map(fromStart, mapping -> { });
        String fromNow = aws.createStream("from-now", 1);
        put("from-now", "old-3", "old-4");
        map(fromNow, mapping -> mapping.startingPosition(EventSourcePosition.LATEST));
        put("from-start", "new-1");
        put("from-now", "new-2", "new-3");

        awaitDone(fromStart, "old-1", "old-2", "new-1");
        awaitDone(fromNow, "new-2", "new-3");
    }

    @Test
    void aDisabledMappingGoesOnExactlyBehindItsCheckpoint() {
        String arn = aws.createStream("paused", 1);
        String uuid = map(arn, mapping -> { });
        put("paused", "before-1", "before-2");
        awaitDone(arn, "before-1", "before-2");

        assertThat(aws.lambda().updateEventSourceMapping(call -> call.uuid(uuid).enabled(false)).state()).isEqualTo("Disabling");
        aws.awaitMapping(uuid, "Disabled");
        put("paused", "while-1", "while-2");
        assertThat(aws.lambda().updateEventSourceMapping(call -> call.uuid(uuid).batchSize(1)).batchSize()).isEqualTo(1);
        aws.awaitMapping(uuid, "Disabled");
        assertThat(log.doneData(arn)).containsExactly("before-1", "before-2");
        aws.lambda().updateEventSourceMapping(call -> call.uuid(uuid).enabled(true));
        put("paused", "after-1");

        awaitDone(arn, "before-1", "before-2", "while-1", "while-2", "after-1");
        aws.awaitMapping(uuid, "Enabled");
        assertThat(log.calls(arn).stream().map(Call::data)).endsWith(List.of("while-1"), List.of("while-2"), List.of("after-1"));
    }

    @Test
    void aBatchIsGivenUpAfterItsAttemptsAndCounted() {
        String arn = aws.createStream("failing", 1);
        put("failing", POISON + "-1", "spoilt-by-it");
        String uuid = map(arn, mapping -> mapping.maximumRetryAttempts(2));

        Await.until(DELIVERY, () -> metrics.value("millrace_trigger_dropped_total", uuid) == 2,
                () -> "two records are given up: " + metrics.value("millrace_trigger_dropped_total", uuid));
        assertThat(log.calls(arn)).hasSize(3).allMatch(Call::failed);
        assertThat(metrics.value("millrace_trigger_retries_total", uuid)).isEqualTo(2);
        assertThat(aws.lambda().getEventSourceMapping(call -> call.uuid(uuid)).lastProcessingResult()).isEqualTo("PROBLEM: Function call failed");
        put("failing", "behind-it");

        awaitDone(arn, "behind-it");
        Await.until(DELIVERY, () -> aws.lambda().getEventSourceMapping(call -> call.uuid(uuid)).lastProcessingResult().equals("OK"), () -> "OK again");
        assertThat(metrics.value("millrace_trigger_dropped_total", uuid)).isEqualTo(2);
        assertThat(metrics.value("millrace_trigger_records_total", uuid)).isEqualTo(1);
    }

    @Test
    void aFailingBatchIsCutInTwoUntilTheBadRecordIsAlone() {
        String arn = aws.createStream("bisected", 1);
        String[] data = texts("part", 8).toArray(String[]::new);
        data[5] = POISON + "-alone";
        put("bisected", data);
        String uuid = map(arn, mapping -> mapping.bisectBatchOnFunctionError(true).maximumRetryAttempts(1));
        List<String> good = Stream.of(data).filter(text -> !text.startsWith(POISON)).toList();

        awaitDone(arn, good.toArray(String[]::new));

        Await.until(DELIVERY, () -> metrics.value("millrace_trigger_dropped_total", uuid) == 1, () -> "the bad record is given up");
        List<Call> failed = log.calls(arn).stream().filter(Call::failed).toList();
        assertThat(failed.getFirst().data()).containsExactly(data);
        assertThat(failed.getLast().data()).containsExactly(POISON + "-alone");
        assertThat(log.calls(arn).stream().map(Call::data)).as("never the same again, but for the bad record alone")
                .filteredOn(call -> !call.equals(List.of(POISON + "-alone"))).doesNotHaveDuplicates();
    }

    @Test
    void afterADeletedMappingANewOneStartsAfresh() {
        String arn = aws.createStream("unmapped", 1);
        String first = map(arn, mapping -> { });
        put("unmapped", "once", "twice");
        awaitDone(arn, "once", "twice");

        assertThat(aws.lambda().deleteEventSourceMapping(call -> call.uuid(first)).state()).isEqualTo("Deleting");
        awaitGone(first);
        put("unmapped", "alone");
        map(arn, mapping -> { });

        awaitDone(arn, "once", "twice", "once", "twice", "alone");
    }

    @Test
    void aStreamDeletedUnderItsMappingHasNoHeirInItsNamesake() {
        String arn = aws.createStream("mortal", 1);
        String uuid = map(arn, mapping -> { });
        put("mortal", "first-life");
        awaitDone(arn, "first-life");

        aws.kinesis().deleteStream(call -> call.streamName("mortal"));
        Await.until(DELIVERY, () -> aws.lambda().getEventSourceMapping(call -> call.uuid(uuid)).lastProcessingResult().startsWith("PROBLEM: "),
                () -> "the mapping tells that its stream is gone: " + aws.lambda().getEventSourceMapping(call -> call.uuid(uuid)));
        aws.kinesis().waiter().waitUntilStreamNotExists(call -> call.streamName("mortal"));
        aws.createStream("mortal", 1);
        put("mortal", "second-life");
        String heir = map(arn, mapping -> mapping.startingPosition(EventSourcePosition.TRIM_HORIZON));

        awaitDone(arn, "first-life", "second-life");
        Await.until(DELIVERY, () -> metrics.value("millrace_trigger_records_total", heir) > 0, () -> "the heir has counted its record");
        assertThat(metrics.value("millrace_trigger_records_total", heir)).isEqualTo(1);
        aws.lambda().deleteEventSourceMapping(call -> call.uuid(uuid));
        awaitGone(uuid);
    }

    @Test
    void mappingsAreListedByPageStreamAndFunction() {
        List<String> uuids = IntStream.range(0, 3).mapToObj(i -> aws.createStream("listed-" + i, 1)).map(arn -> map(arn, mapping -> { })).toList();

        List<String> paged = aws.lambda().listEventSourceMappingsPaginator(call -> call.functionName(FUNCTION).maxItems(2)).eventSourceMappings().stream()
                .map(EventSourceMappingConfiguration::uuid).toList();

        assertThat(paged).containsAll(uuids).doesNotHaveDuplicates();
        assertThat(onlyMapping(aws.kinesis().describeStreamSummary(call -> call.streamName("listed-1")).streamDescriptionSummary().streamARN()).uuid())
                .isEqualTo(uuids.get(1));
    }

    @Test
    void whatCannotBeMappedIsRefusedByItsName() {
        String arn = aws.createStream("refused", 1);
        map(arn, mapping -> { });

        assertThatThrownBy(() -> aws.lambda().createEventSourceMapping(mapping(arn, call -> { })))
                .isInstanceOfSatisfying(ResourceConflictException.class, fault -> assertThat(fault.statusCode()).isEqualTo(409))
                .hasMessageContaining("already exists");
        assertThatThrownBy(() -> aws.lambda().createEventSourceMapping(mapping(arn + "-not", call -> { })))
                .isInstanceOf(InvalidParameterValueException.class).hasMessageContaining("Stream not found");
        assertThatThrownBy(() -> aws.lambda().createEventSourceMapping(mapping(arn, call -> call.functionName("nobody"))))
                .isInstanceOf(InvalidParameterValueException.class).hasMessageContaining("Function does not exist");
        assertThatThrownBy(() -> aws.lambda().createEventSourceMapping(mapping(arn, call -> call.batchSize(10_001))))
                .isInstanceOfSatisfying(LambdaException.class, fault -> assertThat(fault.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
        assertThatThrownBy(() -> aws.lambda().createEventSourceMapping(mapping(arn, call -> call.parallelizationFactor(2))))
                .isInstanceOf(InvalidParameterValueException.class).hasMessageContaining("ParallelizationFactor");
        assertThatThrownBy(() -> aws.lambda().getEventSourceMapping(call -> call.uuid("14e0db71-b35d-4d5c-8e1f-5d2b4d5b1b1f")))
                .isInstanceOfSatisfying(ResourceNotFoundException.class, fault -> assertThat(fault.statusCode()).isEqualTo(404));
    }

    private static CreateEventSourceMappingRequest mapping(String streamArn, Consumer<CreateEventSourceMappingRequest.Builder> options) {
        return CreateEventSourceMappingRequest.builder().eventSourceArn(streamArn).functionName(FUNCTION)
                .startingPosition(EventSourcePosition.TRIM_HORIZON).applyMutation(options).build();
    }

    /** Maps the stream onto the function, by default from the stream's start, and waits until that is done; gives the mapping's UUID. */
    private static String map(String streamArn, Consumer<CreateEventSourceMappingRequest.Builder> options) {
        String uuid = aws.lambda().createEventSourceMapping(mapping(streamArn, options)).uuid();
        aws.awaitMapping(uuid, "Enabled");
        return uuid;
    }

    private static EventSourceMappingConfiguration onlyMapping(String streamArn) {
        List<EventSourceMappingConfiguration> found = aws.lambda().listEventSourceMappings(call -> call.eventSourceArn(streamArn)).eventSourceMappings();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static void put(String stream, String... data) {
        assertThat(aws.kinesisAsync().putRecords(call -> call.streamName(stream).records(entries(List.of(data)))).join().failedRecordCount()).isZero();
    }

    private static List<PutRecordsRequestEntry> entries(Collection<String> data) {
        return data.stream().map(text -> PutRecordsRequestEntry.builder().partitionKey(text).data(SdkBytes.fromUtf8String(text)).build()).toList();
    }

    private static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    }

    private static void awaitDone(String streamArn, String... data) {
        Await.until(DELIVERY, () -> log.doneData(streamArn).size() >= data.length, () -> List.of(data) + " is delivered: " + log.calls(streamArn));
        assertThat(log.doneData(streamArn)).containsExactly(data);
    }

    private static void awaitGone(String uuid) {
        Await.until(DELIVERY, () -> {
            try {
                aws.lambda().getEventSourceMapping(call -> call.uuid(uuid));
                return false;
            } catch (ResourceNotFoundException gone) {
                return true;
            }
        }, () -> "the mapping is gone: " + uuid);
    }
}
