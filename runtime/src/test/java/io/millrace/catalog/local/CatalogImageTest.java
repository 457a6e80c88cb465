package io.millrace.catalog.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.Change;
import io.millrace.catalog.Entry;
import io.millrace.catalog.Kind;
import io.millrace.catalog.TextCodec;
import io.millrace.disk.FileDisk;
import io.millrace.journal.DiskReserve;
import io.millrace.journal.JournalDamaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image can be deleted, cut, damaged or stale: what is read is what the journal says. The journal itself cannot. */
class CatalogImageTest {

    private static final Kind<String> CITY = new Kind<>("city", new TextCodec());

    @TempDir
    Path directory;

    private LocalCatalog open() throws IOException {
        return LocalCatalog.open(new FileDisk(), directory, DiskReserve.NONE, CatalogSettings.defaults());
    }

    private void fill() throws Exception {
        try (LocalCatalog catalog = open()) {
            for (int i = 0; i < 200; i++) {
                catalog.commit(Change.create().put(CITY, "k%03d".formatted(i), Change.ABSENT, "value " + i)).toCompletableFuture().get(10, TimeUnit.SECONDS);
            }
        }
    }

    /** Before the image is open, and after it. */
    private void assertFilled() throws Exception {
        try (LocalCatalog catalog = open()) {
            assertFilled(catalog);
            catalog.nextId().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertFilled(catalog);
        }
    }

    private static void assertFilled(LocalCatalog catalog) {
        List<Entry<String>> entries = catalog.list(CITY, "", 1000);
        assertThat(entries).hasSize(200);
        for (int i = 0; i < 200; i++) {
            assertThat(entries.get(i).value()).isEqualTo("value " + i);
        }
    }

    @Test
    void aStartWithoutAChangeLeavesTheImageAsItIs() throws Exception {
        fill();
        FileTime stamped = Files.getLastModifiedTime(directory.resolve("image.stamp"));
        try (LocalCatalog catalog = open()) {
            assertFilled(catalog);
        }
        assertThat(Files.getLastModifiedTime(directory.resolve("image.stamp"))).isEqualTo(stamped);
        assertThat(CatalogInspection.of(new FileDisk(), directory).image()).isEqualTo(ImageState.GOOD);
    }

    @Test
    void aCleanStopLeavesAGoodImage() throws Exception {
        fill();
        assertThat(CatalogInspection.of(new FileDisk(), directory).image()).isEqualTo(ImageState.GOOD);
        assertFilled();
        assertFilled();
    }

    @Test
    void aDamagedImageIsMadeAnew() throws Exception {
        fill();
        Path image = directory.resolve("image.mapdb");
        Random random = new Random(11);
        for (int round = 0; round < 30; round++) {
            byte[] bytes = Files.readAllBytes(image);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(image, bytes);
            assertThat(CatalogInspection.of(new FileDisk(), directory).image()).isEqualTo(ImageState.DAMAGED);
            assertFilled();
        }
    }

    @Test
    void aTruncatedOrDeletedImageIsMadeAnew() throws Exception {
        fill();
        Path image = directory.resolve("image.mapdb");
        Files.write(image, new byte[100]);
        assertFilled();
        Files.delete(image);
        assertThat(CatalogInspection.of(new FileDisk(), directory).image()).isEqualTo(ImageState.MISSING);
        assertFilled();
        Files.delete(directory.resolve("image.stamp"));
        assertThat(CatalogInspection.of(new FileDisk(), directory).image()).isEqualTo(ImageState.UNSTAMPED);
        assertFilled();
    }

    @Test
    void aDamagedJournalIsRefusedByName() throws Exception {
        fill();
        Path journal = Files.list(directory).filter(path -> path.toString().endsWith(".journal")).findFirst().orElseThrow();
        byte[] bytes = Files.readAllBytes(journal);
        bytes[bytes.length / 2] ^= 4;
        Files.write(journal, bytes);
        assertThat(CatalogInspection.of(new FileDisk(), directory).journal().orElseThrow().damagedAt()).hasSize(1);
        assertThatThrownBy(this::open).isInstanceOf(JournalDamaged.class).hasMessageContaining("millrace verify");
    }

    @Test
    void theContractsKindsAreReadableOffline() throws Exception {
        fill();
        assertThat(CatalogInspection.of(new FileDisk(), directory).entries(CITY)).hasSize(200);
    }
}
