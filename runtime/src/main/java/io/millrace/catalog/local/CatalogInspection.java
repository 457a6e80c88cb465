package io.millrace.catalog.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.millrace.catalog.Entry;
import io.millrace.catalog.Kind;
import io.millrace.disk.Disk;
import io.millrace.journal.JournalFiles;
import io.millrace.journal.JournalKind;
import io.millrace.journal.JournalScan;

/**
 * An offline look at a catalog that changes nothing.
 *
 * @param journal   empty where the directory has never been opened
 * @param image     what a start would find
 * @param epoch     the last start's
 * @param unknown   why the journal's frames cannot be understood, if so
 */
public record CatalogInspection(Optional<JournalScan> journal, ImageState image, int epoch, Optional<String> unknown,
        List<StoredChange> changes) {

    /** Looks at the catalog in the directory; fails with a {@link io.millrace.journal.JournalDamaged} where its header is. */
    public static CatalogInspection of(Disk disk, Path directory) throws IOException {
        Optional<Path> current = JournalFiles.current(disk, directory);
        if (current.isEmpty()) {
            return new CatalogInspection(Optional.empty(), ImageState.MISSING, 0, Optional.empty(), List.of());
        }
        JournalScan scan = JournalScan.read(disk, current.get(), JournalKind.CATALOG);
        try {
            CatalogFrames truth = CatalogFrames.of(scan.frames().stream().filter(frame -> frame.type() > 0).toList());
            List<StoredChange> changes = new ArrayList<>();
            truth.entries().forEach(changes::add);
            return new CatalogInspection(Optional.of(scan), new ImageFile(disk, directory).inspect(truth.lastNumber()), truth.epoch(), Optional.empty(), changes);
        } catch (IOException e) {
            return new CatalogInspection(Optional.of(scan), ImageState.MISSING, 0, Optional.of(e.getMessage()), List.of());
        }
    }

    /** The entries of a kind, as the journal has them. */
    public <T> List<Entry<T>> entries(Kind<T> kind) {
        List<Entry<T>> entries = new ArrayList<>();
        for (StoredChange change : changes) {
            for (StoredChange.StoredWrite write : change.writes()) {
                if (write.kind().equals(kind.name()) && write.value().isPresent()) {
                    entries.add(new Entry<>(write.key(), change.number(), kind.codec().decode(write.value().get())));
                }
            }
        }
        return List.copyOf(entries);
    }
}
