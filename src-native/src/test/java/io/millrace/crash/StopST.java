package io.millrace.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.millrace.process.Await;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/** An orderly stop under load, the start after it, and a second server that wants the same data directory. */
class StopST {

    private static final String STREAM = "stop";
    private static final int SHARDS = 4, PRODUCERS = 4;
    private static final long SEED = 7;
    private static final Duration READY = Duration.ofSeconds(60), STOP = Duration.ofSeconds(30), LOAD = Duration.ofSeconds(30);

    @TempDir
    private Path directory;
    private ServerLaunch launch;

    @BeforeEach
    void launch() {
        launch = ServerLaunch.on(directory.resolve("data"));
    }

    @Test
    void asksToStopUnderLoadEndsWithZeroAndLosesNothing() throws InterruptedException {
        Producers producers;
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            clients.createStream(STREAM, SHARDS);
            producers = Producers.start(clients.kinesis(), STREAM, PRODUCERS, SEED);
            Await.until(LOAD, () -> clients.readAll(STREAM).values().stream().noneMatch(List::isEmpty), () -> "each shard has records");
            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
            producers.stop();
        }
        assertThat(ServerProcess.run(launch, READY, "verify", launch.data().toString()).exitCode()).isZero();
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            Map<String, List<Sighting>> stored = clients.readAll(STREAM);
            List<Sighting> delivered = stored.values().stream().flatMap(List::stream).toList();
            assertThat(new Evidence(producers.attempted(), producers.acknowledged(), stored, delivered).violations()).isEmpty();
        }
    }

    @Test
    void aSecondServerIsRefusedAndTheFirstOneServesOn() {
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            clients.createStream(STREAM, SHARDS);
            try (ServerProcess rival = ServerProcess.start(launch.rival())) {
                assertThat(rival.awaitExit(READY)).isEqualTo(1);
                assertThat(rival.logTail()).contains(launch.data().toString());
            }
            assertThat(ServerProcess.run(launch, READY, "verify", launch.data().toString()).exitCode()).isNotZero();
            assertThat(clients.kinesis().putRecord(call -> call.streamName(STREAM).partitionKey("k")
                    .data(SdkBytes.fromUtf8String("after"))).sequenceNumber()).isNotEmpty();
            server.killAll();
        }
        try (ServerProcess server = ServerProcess.start(launch).awaitReady(READY); Clients clients = new Clients(server.endpoint())) {
            assertThat(clients.readAll(STREAM).values().stream().flatMap(List::stream)).extracting(Sighting::id).containsExactly("after");
        }
    }
}
