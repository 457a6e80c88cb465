package io.millrace.video.body;

import static io.millrace.video.ingest.Matroska.block;
import static io.millrace.video.ingest.Matroska.cluster;
import static io.millrace.video.ingest.Matroska.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.process.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may change while a producer's connection lasts. */
class LastingConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
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
}
