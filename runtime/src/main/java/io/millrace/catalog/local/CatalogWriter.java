package io.millrace.catalog.local;

import java.io.IOError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Change;
import io.millrace.journal.Frame;
import io.millrace.journal.Journal;

/** The one writer of the catalog: decides a group of changes in order, makes them durable together, then shows them. */
final class CatalogWriter {

    private static final Logger LOGGER = LoggerFactory.getLogger(CatalogWriter.class);

    private final Journal journal;
    private final CatalogFrames truth;
    private final ImageFile imageFile;
    private final CatalogSettings settings;
    private final int epoch;
    private boolean imageOpened;
    private volatile CatalogImage image;
    private long lastNumber;

    /** Until the first change opens the image's file, the truth in memory answers. */
    CatalogWriter(Journal journal, CatalogFrames truth, ImageFile imageFile, int epoch, CatalogSettings settings) {
        this.journal = journal;
        this.imageFile = imageFile;
        this.truth = truth;
        this.image = new MemoryImage(truth);
        this.epoch = epoch;
        this.settings = settings;
        this.lastNumber = truth.lastNumber();
    }

    /** A change of so many bytes, or a wish for a number alone, and who waits for it. */
    record Request(Optional<Change> change, long bytes, CompletableFuture<Long> reply) {
    }

    /** What became of a request, to be told once the group is durable. */
    record Result(Request request, long number, List<Feed.Event> events, Optional<RuntimeException> failure) {

        static Result refused(Request request, RuntimeException why) {
            return new Result(request, 0, List.of(), Optional.of(why));
        }
    }

    /** Asks the image; should its file fail, the truth in memory answers, now and from now on. Any thread. */
    <R> R read(Function<CatalogImage, R> query) {
        CatalogImage asked = image;
        try {
            return query.apply(asked);
        } catch (RuntimeException | IOError e) {
            giveUp(asked, e);
            return query.apply(image);
        }
    }

    private synchronized void giveUp(CatalogImage failed, Throwable why) {
        if (image == failed) {
            LOGGER.atWarn().addKeyValue("reason", why.toString()).log("catalog image failed, read from memory until the next start");
            image = new MemoryImage(truth);
        }
    }

    /** Opens the image's file, or makes it anew from the truth, and asks it from then on. */
    private void openImage() {
        imageOpened = true;
        try {
            image = imageFile.open(truth);
        } catch (IOException e) {
            LOGGER.atWarn().setCause(e).log("catalog image not opened, read from memory until the next start");
        }
    }

    /** Closes the image; true if what it leaves is whole. */
    boolean closeImage() {
        try {
            image.close();
            return image instanceof MapDbImage;
        } catch (RuntimeException | IOError e) {
            LOGGER.atWarn().addKeyValue("reason", e.toString()).log("catalog image not closed, to be made anew");
            return false;
        }
    }

    long lastNumber() {
        return lastNumber;
    }

    List<Result> write(List<Request> group) {
        if (!imageOpened) {
            openImage();
        }
        Map<String, Optional<CatalogImage.Stored>> overlay = new HashMap<>();
        List<Result> results = new ArrayList<>(group.size());
        List<StoredChange> changes = new ArrayList<>();
        long number = lastNumber;
        for (Request request : group) {
            try {
                Result result = decide(request, number + 1, overlay, changes);
                results.add(result);
                number = result.number();
            } catch (RuntimeException e) {
                results.add(Result.refused(request, e));
            }
        }
        if (number == lastNumber) {
            return results;
        }
        try {
            persist(changes, number);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            journal.discard();
            LOGGER.atError().addKeyValue("changes", group.size()).setCause(e).log("catalog change not written");
            RuntimeException failure = new Catalog.CatalogUnavailable("the catalog cannot be written: " + e.getMessage(), e);
            return group.stream().map(request -> Result.refused(request, failure)).toList();
        }
        lastNumber = number;
        changes.forEach(this::show);
        return results;
    }

    private Result decide(Request request, long number, Map<String, Optional<CatalogImage.Stored>> overlay, List<StoredChange> changes) {
        if (request.change().isEmpty()) {
            return new Result(request, number, List.of(), Optional.empty());
        }
        List<StoredChange.StoredWrite> writes = request.change().get().writes().stream().map(CatalogWriter::stored).toList();
        List<Feed.Event> events = new ArrayList<>(writes.size());
        Map<String, Optional<CatalogImage.Stored>> mine = new HashMap<>();
        for (int i = 0; i < writes.size(); i++) {
            StoredChange.StoredWrite write = writes.get(i);
            String name = CatalogImage.name(write.kind(), write.key());
            Optional<CatalogImage.Stored> before = overlay.containsKey(name) ? overlay.get(name) : read(from -> from.get(write.kind(), write.key()));
            long expected = request.change().get().writes().get(i).expectedVersion();
            long found = before.map(CatalogImage.Stored::version).orElse(Change.ABSENT);
            if (expected != found) {
                throw new Catalog.VersionConflict(write.kind(), write.key(), expected, found);
            }
            Optional<CatalogImage.Stored> now = write.value().map(value -> new CatalogImage.Stored(write.key(), number, value));
            if (mine.put(name, now) != null) {
                throw new IllegalArgumentException("a change writes " + write.kind() + " " + write.key() + " twice");
            }
            events.add(new Feed.Event(write.kind(), write.key(), before, now));
        }
        overlay.putAll(mine);
        changes.add(new StoredChange(number, writes));
        return new Result(request, number, events, Optional.empty());
    }

    private static StoredChange.StoredWrite stored(Change.Write<?> write) {
        return encode(write);
    }

    private static <T> StoredChange.StoredWrite encode(Change.Write<T> write) {
        return new StoredChange.StoredWrite(write.kind().name(), write.key(), write.value().map(write.kind().codec()::encode));
    }

    private void persist(List<StoredChange> changes, long number) throws IOException {
        if (journal.isBroken() || journal.isLarge(settings.rotateAboveBytes())) {
            rotate();
        }
        for (StoredChange change : changes) {
            journal.append(CatalogFrames.CHANGE, change.encode());
        }
        Frame counters = CatalogFrames.counters(number, epoch);
        journal.append(counters.type(), counters.payload());
        journal.commit();
    }

    private void show(StoredChange change) {
        truth.apply(change);
        CatalogImage shown = image;
        try {
            shown.apply(change);
        } catch (RuntimeException | IOError e) {
            giveUp(shown, e);
        }
    }

    private void rotate() throws IOException {
        try {
            journal.rotate(truth.snapshot(lastNumber, epoch));
        } catch (IOException e) {
            if (journal.isBroken()) {
                throw e;
            }
            LOGGER.atWarn().setCause(e).log("catalog snapshot not written, the journal grows on");
        }
    }
}
