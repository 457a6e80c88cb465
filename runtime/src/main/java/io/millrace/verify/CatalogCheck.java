package io.millrace.verify;

import io.millrace.catalog.local.CatalogInspection;
import io.millrace.catalog.local.ImageState;
import io.millrace.disk.Disk;
import io.millrace.journal.JournalDamaged;
import io.millrace.journal.JournalScan;
import io.millrace.stream.registry.StreamRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The catalog's journal, and the image beside it. */
final class CatalogCheck {

    /** The epoch of the last start, and the ids of all streams. */
    record Known(int epoch, SortedSet<Long> streams) {
    }

    private final Disk disk;
    private final Path directory;
    private final Findings findings;

    /** @param directory {@code DATA/catalog} */
    CatalogCheck(Disk disk, Path directory, Findings findings) {
        this.disk = disk;
        this.directory = directory;
        this.findings = findings;
    }

    /**
     * @param streamsExist whether there is data that a catalog must know of
     * @return what the other checks need to know, if the catalog can say
     */
    Optional<Known> run(boolean streamsExist) throws IOException {
        CatalogInspection catalog;
        try {
            catalog = CatalogInspection.of(disk, directory);
        } catch (JournalDamaged e) {
            findings.damage(directory, e.getMessage(), "the server does not start: restore the directory from a copy");
            return Optional.empty();
        }
        if (catalog.journal().isEmpty()) {
            if (streamsExist) {
                findings.damage(directory, "has no journal, but there are streams",
                        "a start would take them for left over and remove them: restore the directory from a copy");
            }
            return Optional.empty();
        }
        journal(catalog.journal().get());
        if (catalog.unknown().isPresent()) {
            findings.unknown(directory, catalog.unknown().get(), "start it with the newer program that wrote it");
            return Optional.empty();
        }
        findings.tally.catalogEntries(catalog.changes().size());
        image(catalog.image());
        try {
            return Optional.of(new Known(catalog.epoch(), catalog.entries(StreamRegistry.KIND).stream()
                    .map(entry -> entry.value().id().value()).collect(Collectors.toCollection(TreeSet::new))));
        } catch (IllegalArgumentException e) {
            findings.unknown(directory, "an entry cannot be understood: " + e.getMessage(), "start it with the newer program that wrote it");
            return Optional.empty();
        }
    }

    private void journal(JournalScan scan) {
        for (long offset : scan.damagedAt()) {
            findings.damage(directory, "the journal is damaged at byte " + offset,
                    "a change is lost, so the server does not start: restore the directory from a copy");
        }
        if (scan.tornBytes() > 0) {
            findings.note(directory, "the journal has a torn tail of " + scan.tornBytes() + " bytes",
                    "normal after a crash: never acknowledged; the next start cuts it off");
        }
    }

    private void image(ImageState image) {
        Path file = directory.resolve("image.mapdb");
        switch (image) {
            case GOOD -> { }
            case MISSING -> findings.note(file, "is missing", "the next start makes it anew from the journal");
            case UNSTAMPED -> findings.note(file, "was not closed cleanly", "normal after a crash; the next start makes it anew");
            case STALE -> findings.note(file, "is older than the journal", "the next start makes it anew");
            case DAMAGED -> findings.damage(file, "is not as a clean stop left it",
                    "nothing is lost: the next start makes it anew from the journal");
        }
    }
}
