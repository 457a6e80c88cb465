package io.millrace.video.body;

import static io.millrace.video.ingest.Matroska.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stream.StoreException;
import io.millrace.video.fragment.Fragment;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a producer is told when it is the server that fails. */
class FailingStoreTest {

    private static RuntimeException failure(String kind) {
        return switch (kind) {
            case "disk" -> new StoreException.DiskFailed("the disk failed", null);
            case "full" -> new StoreException.DiskFull("no space", null);
            default -> new IllegalStateException(kind);
        };
    }

    /** Whatever a commit fails with, the fragment could not be stored. */
    @ParameterizedTest
    @CsvSource({"BEGIN,defect,5000,INTERNAL_ERROR", "WRITE,defect,5000,INTERNAL_ERROR", "READY,defect,5000,INTERNAL_ERROR",
        "COMMIT,defect,5000,INTERNAL_ERROR", "COMMITTED,defect,5001,ARCHIVAL_ERROR", "COMMITTED,disk,5001,ARCHIVAL_ERROR",
        "COMMITTED,full,5001,ARCHIVAL_ERROR", "READY,full,5001,ARCHIVAL_ERROR", "WRITE,disk,5001,ARCHIVAL_ERROR",
        "BEGIN,disk,5001,ARCHIVAL_ERROR"})
    void aFailureIsToldAndNothingOfItsFragmentKept(FailingStore.Step step, String kind, int errorId, String errorCode) throws IOException {
        for (int good : new int[] {0, 2}) {
            try (IngestServer server = new IngestServer(store -> new FailingStore(store, step, failure(kind), good))) {
                int port = server.start(IngestSettings.defaults());
                server.create("gate", 24);
                try (Producer producer = Producer.absolute(port, "gate").send(document(4, 100))) {
                    List<String> acks = producer.acks();
                    assertThat(acks.getLast()).startsWith("{\"EventType\":\"ERROR\"")
                            .endsWith("\"ErrorId\":" + errorId + ",\"ErrorCode\":\"" + errorCode + "\"}\n");
                    assertThat(acks.stream().filter(ack -> ack.contains("\"ERROR\""))).hasSize(1);
                    assertThat(acks.stream().filter(ack -> ack.contains("PERSISTED"))).hasSize(good);
                    assertThat(producer.isClosedByServer()).isTrue();
                }
                assertThat(server.fragments("gate")).extracting(Fragment::producerTimeMillis).isEqualTo(List.of(0L, 1000L).subList(0, good));
            }
        }
    }
}
