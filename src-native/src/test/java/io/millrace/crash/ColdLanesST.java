package io.millrace.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.millrace.process.Await;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;

/**
 * A thousand lanes, one a shard, that begin at the same moment in a process that has run no lane yet, on two carrier threads: where a lane held its carrier,
 * waiting for another one (in a class initializer, in a monitor), all would stand still. While they work, the server answers others.
 */
class ColdLanesST {

    private static final String STREAM = "lanes";
    private static final int SHARDS = 1_000, RECORDS = 10_000, RECORDS_PER_CALL = 500, BATCH_SIZE = 100;
    private static final Duration READY = Duration.ofSeconds(60), STOP = Duration.ofSeconds(30), DELIVERY = Duration.ofMinutes(2),
            ANSWER = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    @Test
    void aThousandLanesOnTwoCarriersDoNotStall() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        ServerLaunch launch = ServerLaunch.on(directory.resolve("data")).withEnvironment("MILLRACE_FUNCTIONS_MEMORY_SIZE", "512M")
                .withJvmOptions("-Djdk.virtualThreadScheduler.parallelism=2", "-Djdk.virtualThreadScheduler.maxPoolSize=2");
        Journal journal = new Journal(Files.createDirectory(directory.resolve("journal")));
        Set<String> ids = new HashSet<>();
        String mapping;
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            clients.createStream(STREAM, SHARDS);
            clients.deploy(journal.jar(Journal.HANDLER), Journal.HANDLER, journal.environment());
            mapping = disabledMapping(clients);
            fill(clients, ids);
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            clients.lambda().updateEventSourceMapping(call -> call.uuid(mapping).enabled(true));
            Await.until(DELIVERY, () -> answersOthers(clients) && delivered(journal).containsAll(ids), () -> (ids.size() - delivered(journal).size())
                    + " records are delivered; the end of the log:\n" + server.logTail());
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
    }

    private static String disabledMapping(Clients clients) {
        String arn = clients.kinesis().describeStreamSummary(call -> call.streamName(STREAM)).streamDescriptionSummary().streamARN();
        return clients.lambda().createEventSourceMapping(call -> call.eventSourceArn(arn).functionName(Journal.HANDLER).enabled(false)
                .startingPosition(EventSourcePosition.TRIM_HORIZON).batchSize(BATCH_SIZE)).uuid();
    }

    private static void fill(Clients clients, Set<String> ids) {
        for (int first = 0; first < RECORDS; first += RECORDS_PER_CALL) {
            List<PutRecordsRequestEntry> entries = IntStream.range(first, first + RECORDS_PER_CALL).mapToObj(number -> "r" + number)
                    .peek(ids::add)
                    .map(id -> PutRecordsRequestEntry.builder().partitionKey(id).data(SdkBytes.fromUtf8String(id)).build()).toList();
            assertThat(clients.kinesis().putRecords(call -> call.streamName(STREAM).records(entries)).failedRecordCount()).isZero();
        }
    }

    private static boolean answersOthers(Clients clients) {
        return clients.kinesis().listStreams(call -> call.overrideConfiguration(each -> each.apiCallTimeout(ANSWER))).streamNames().contains(STREAM);
    }

    private static Set<String> delivered(Journal journal) {
        Set<String> ids = new HashSet<>();
        journal.sightings().forEach(sighting -> ids.add(sighting.id()));
        return ids;
    }
}
