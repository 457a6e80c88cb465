package io.millrace.catalog.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Change;
import io.millrace.catalog.Kind;
import io.millrace.disk.FileDisk;
import io.millrace.disk.SimulatedDisk;
import io.millrace.journal.DiskReserve;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local catalog with its own threads on real files: where callers, readers and its end are not what one hopes for. */
class LocalCatalogTest {

    private static final Kind<byte[]> BLOB = new Kind<>("blob", new Kind.Codec<>() {
        @Override
        public byte[] encode(byte[] value) {
            return value;
        }

        @Override
        public byte[] decode(byte[] bytes) {
            if (bytes.length > 0 && bytes[0] == 1) {
                throw new IllegalArgumentException("unknown version");
            }
            return bytes;
        }
    });

    @TempDir
    Path directory;

    private LocalCatalog open() throws IOException {
        return LocalCatalog.open(new FileDisk(), directory, DiskReserve.NONE, CatalogSettings.defaults());
    }

    private static long commit(LocalCatalog catalog, Change change) throws Exception {
        return catalog.commit(change).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void anInterruptedReaderHarmsNobody() throws Exception {
        try (LocalCatalog catalog = open()) {
            long version = commit(catalog, Change.create().put(BLOB, "a", Change.ABSENT, new byte[9]));
            CompletableFuture<Boolean> seen = new CompletableFuture<>();
            Thread.ofPlatform().start(() -> {
                Thread.currentThread().interrupt();
                seen.complete(catalog.get(BLOB, "a").isPresent());
            });
            assertThat(seen.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(catalog.get(BLOB, "a").orElseThrow().value()).hasSize(9);
            commit(catalog, Change.create().put(BLOB, "a", version, new byte[8]).put(BLOB, "b", Change.ABSENT, new byte[7]));
            assertThat(catalog.list(BLOB, "", 10)).extracting(entry -> entry.value().length).containsExactly(8, 7);
        }
        try (LocalCatalog again = open()) {
            assertThat(again.list(BLOB, "", 10)).extracting(entry -> entry.value().length).containsExactly(8, 7);
        }
    }

    @Test
    void aReadersOwnFaultLeavesTheImageAlone() throws Exception {
        try (LocalCatalog catalog = open()) {
            commit(catalog, Change.create().put(BLOB, "a", Change.ABSENT, new byte[] {1}));
            assertThatThrownBy(() -> catalog.get(BLOB, "a")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(CatalogInspection.of(new FileDisk(), directory).image()).isEqualTo(ImageState.GOOD);
    }

    @Test
    void theLargestChangeIsWrittenAndALargerOneRefused() throws Exception {
        Change largest = Change.create();
        for (int i = 0; i < Change.WRITES_MAX; i++) {
            largest.put(BLOB, "%0512d".formatted(i), Change.ABSENT, new byte[1024]);
        }
        try (LocalCatalog catalog = open()) {
            commit(catalog, largest);
            assertThat(catalog.list(BLOB, "", Integer.MAX_VALUE)).hasSize(Change.WRITES_MAX);
            Change larger = Change.create();
            for (int i = 0; i <= Change.WRITES_MAX; i++) {
                larger.put(BLOB, "k" + i, Change.ABSENT, new byte[0]);
            }
            assertThatThrownBy(() -> catalog.commit(larger)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> catalog.commit(Change.create().put(BLOB, "b", Change.ABSENT, new byte[4 << 20]).put(BLOB, "c", Change.ABSENT, new byte[1])))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aStopAnswersEveryoneAndWritesWhatItAnsweredWithYes() throws Exception {
        List<CompletableFuture<Long>> replies = new ArrayList<>();
        LocalCatalog catalog = open();
        for (int i = 0; i < 12; i++) {
            replies.add(catalog.commit(Change.create().put(BLOB, "k" + i, Change.ABSENT, new byte[3 << 20])).toCompletableFuture());
        }
        catalog.close();
        assertThat(replies).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThatThrownBy(() -> commit(catalog, Change.create().delete(BLOB, "k1", 1))).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Catalog.CatalogUnavailable.class);
        try (LocalCatalog again = open()) {
            assertThat(again.list(BLOB, "", 100)).hasSize(12);
        }
    }

    @Test
    void aFullDiskDoesNotFailTheStop() throws Exception {
        SimulatedDisk disk = new SimulatedDisk();
        LocalCatalog catalog = LocalCatalog.open(disk, Path.of("/nowhere/catalog"), DiskReserve.NONE, CatalogSettings.defaults());
        commit(catalog, Change.create().put(BLOB, "a", Change.ABSENT, new byte[9]));
        disk.capacity(0);
        catalog.close();
    }
}
