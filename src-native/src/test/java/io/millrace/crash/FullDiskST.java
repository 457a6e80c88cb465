package io.millrace.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.process.Await;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/**
 * A disk that is really full, seen first by the free-space watermark, then, with the watermark next to nothing, by the writes
 * themselves: puts fail with the error AWS would give, reading goes on, service resumes by itself, and every acknowledged record is there.
 */
class FullDiskST {

    private static final String STREAM = "full";
    private static final int DISK_MEGABYTES = 160;
    private static final long BALLAST_BYTES = 64L * 1024 * 1024, RECORD_BYTES = 256 * 1024, PUTS_MAX = 2_000;
    private static final Duration READY = Duration.ofSeconds(60), RESUMED = Duration.ofSeconds(20), STOP = Duration.ofSeconds(30);

    @TempDir
    private Path directory;
    private final List<Sighting> acknowledged = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"32M", "1"})
    void putsFailWhileItIsFullAndResumeByThemselves(String watermark) throws IOException {
        assumeThat(SmallDisk.available(directory.resolve("tried"))).as("may mount a tmpfs").isTrue();
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), DISK_MEGABYTES)) {
            ServerLaunch onDisk = ServerLaunch.on(disk.directory().resolve("data")).withEnvironment("MILLRACE_LOG_FREE_SPACE_MIN", watermark);
            ServerLaunch launch = new ServerLaunch(onDisk.program(), onDisk.data(), onDisk.port(), onDisk.jvmOptions(), onDisk.environment(),
                    directory.resolve("server.log"));
            try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
                clients.createStream(STREAM, 1);
                disk.load(BALLAST_BYTES);
                assertThatThrownBy(() -> putUntilRefused(clients)).isInstanceOfSatisfying(KinesisException.class, refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(500);
                    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("InternalFailureException");
                });
                assertThat(acknowledged).isNotEmpty();
                assertThat(ids(clients)).containsExactlyElementsOf(acknowledgedIds());
                assertThat(server.isReady()).isTrue();

                disk.unload();
                Await.until(RESUMED, () -> puts(clients), () -> "puts succeed again; the end of the log:\n" + server.logTail());
                assertThat(ids(clients)).containsAll(acknowledgedIds());
                server.killAll();
            }
            try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
                Map<String, Place> places = new HashMap<>();
                clients.readAll(STREAM).values().forEach(records -> records.forEach(record -> places.put(idOf(record), record.place())));
                acknowledged.forEach(answer -> assertThat(places).containsEntry(answer.id(), answer.place()));
                assertThat(server.terminate(STOP)).isZero();
            }
        }
    }

    private void putUntilRefused(Clients clients) {
        for (int put = 0; put < PUTS_MAX; put++) {
            put(clients);
        }
    }

    private boolean puts(Clients clients) {
        try {
            put(clients);
            return true;
        } catch (KinesisException e) {
            return false;
        }
    }

    private void put(Clients clients) {
        String id = "r" + System.nanoTime();
        String data = id + " " + "x".repeat((int) RECORD_BYTES);
        PutRecordResponse response = clients.kinesis().putRecord(call -> call.streamName(STREAM).partitionKey(id).data(SdkBytes.fromUtf8String(data)));
        acknowledged.add(new Sighting(id, new Place(response.shardId(), response.sequenceNumber())));
    }

    private List<String> acknowledgedIds() {
        return acknowledged.stream().map(Sighting::id).toList();
    }

    private List<String> ids(Clients clients) {
        return clients.readAll(STREAM).values().stream().flatMap(List::stream).map(FullDiskST::idOf).toList();
    }

    private static String idOf(Sighting record) {
        return record.id().substring(0, record.id().indexOf(' '));
    }
}
