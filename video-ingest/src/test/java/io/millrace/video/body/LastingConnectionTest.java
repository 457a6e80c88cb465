package io.millrace.video.body;

import static io.millrace.video.ingest.Matroska.block;
import static io.millrace.video.ingest.Matroska.cluster;
import static io.millrace.video.ingest.Matroska.document;
import static io.millrace.video.ingest.Matroska.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.process.Await;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may change while a producer's connection lasts. */
class LastingConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Fragments of which the acknowledgements fill every buffer on the way. */
    private static final int FLOOD = 1500;
    private final IngestServer server = new IngestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"24,0,1", "0,24,1", "24,48,2", "0,0,0"})
    void persistedIsToldByTheRetentionThereIs(int before, int after, int persisted) throws IOException {
        int port = server.start(IngestSettings.defaults());
        server.create("gate", before);
        try (Producer producer = Producer.absolute(port, "gate").send(head(1)).send(cluster(0, block(1, 0, 100)))) {
            assertThat(producer.replyHead()).contains("HTTP/1.1 200 OK");
            String told = "";
            while (!told.contains(before == 0 ? "RECEIVED" : "PERSISTED")) {
                told += producer.ack();
            }
            Await.until(PATIENCE, () -> server.committed() == 1, () -> "committed");

            server.keep("gate", after);
            producer.send(cluster(1000, block(1, 0, 100))).end();

            for (String ack = producer.ack(); ack != null; ack = producer.ack()) {
                told += ack;
            }
            List<String> events = told.lines().map(ack -> ack.replaceFirst(".*EventType\":\"([A-Z]+).*", "$1")).toList();
            assertThat(events).hasSize(4 + persisted);
            assertThat(events.stream().filter(event -> event.equals("PERSISTED"))).hasSize(persisted);
            assertThat(events.getLast()).isEqualTo(after == 0 ? "RECEIVED" : "PERSISTED");
        }
    }

    private int startWithSmallMouth(Duration idle, Duration silent) {
        server.create("gate", 24);
        return server.start(IngestSettings.defaults().withTimes(idle, silent), new HttpServerOptions().setSendBufferSize(4096));
    }

    private static boolean isTaken(int port) {
        try (Producer another = Producer.absolute(port, "gate")) {
            return another.send(document(1, 10)).end().replyHead().getFirst().equals("HTTP/1.1 200 OK");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoDoesNotReadGivesWayToANewOne() throws IOException {
        int port = startWithSmallMouth(Duration.ofHours(1), Duration.ofMillis(300));
        try (Producer deaf = Producer.withSmallEar(port, "gate").send(document(FLOOD, 1))) {
            Await.until(PATIENCE, () -> isTaken(port), () -> "a new connection is taken");
            assertThat(server.fragments("gate")).as("it was held back").hasSizeLessThan(FLOOD);
        }
    }

    @Test
    void whoDoesNotReadIsIdle() throws IOException {
        int port = startWithSmallMouth(Duration.ofMillis(500), Duration.ofHours(1));
        try (Producer deaf = Producer.withSmallEar(port, "gate").send(document(FLOOD, 1))) {
            Await.until(PATIENCE, () -> isTaken(port), () -> "a new connection is taken");
            assertThat(server.fragments("gate")).as("it was held back").hasSizeLessThan(FLOOD);
            List<String> acks = deaf.acks();
            assertThat(acks.getLast()).isEqualTo("{\"EventType\":\"IDLE\"}\n");
            assertThat(numbers(acks, "PERSISTED")).as("whoever reads at last is told all").isNotEmpty().isEqualTo(numbers(acks, "RECEIVED"));
        }
    }

    private static List<String> numbers(List<String> acks, String event) {
        return acks.stream().filter(ack -> ack.contains(event)).map(ack -> ack.replaceFirst(".*FragmentNumber\":\"([0-9]+).*\n", "$1")).toList();
    }

    @Test
    void whoReadsInTheEndIsTakenInWhole() throws IOException {
        int port = startWithSmallMouth(Duration.ofHours(1), Duration.ofHours(1));
        try (Producer slow = Producer.withSmallEar(port, "gate").send(document(FLOOD, 1)).end()) {
            assertThat(slow.acks()).hasSize(3 * FLOOD);
        }
        assertThat(server.fragments("gate")).hasSize(FLOOD);
    }
}
