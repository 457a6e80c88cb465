package io.millrace.catalog.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Change;
import io.millrace.catalog.Entry;
import io.millrace.catalog.Kind;
import io.millrace.disk.Disk;
import io.millrace.journal.DiskReserve;
import io.millrace.journal.Journal;
import io.millrace.journal.JournalDamaged;
import io.millrace.journal.JournalKind;
import io.millrace.stream.Position;

/** The catalog in a data directory; see the package. Opening and closing block; everything else returns at once. */
public final class LocalCatalog implements Catalog, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LocalCatalog.class);
    private static final int KEY_BYTES_MAX = 512, CHANGE_BYTES_MAX = 4 * 1024 * 1024;
    private static final long CLOSE_WAIT_SECONDS = 30;

    private final Journal journal;
    private final ImageFile imageFile;
    private final CatalogWriter writer;
    private final int epoch;
    private final Feed feed = new Feed();
    private final LinkedBlockingQueue<CatalogWriter.Request> waiting;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Executor writerThread;
    private final Executor feedThread;
    private volatile boolean closed;

    private LocalCatalog(Journal journal, ImageFile imageFile, CatalogWriter writer, int epoch, CatalogSettings settings, Executor writerThread, Executor feedThread) {
        this.journal = journal;
        this.imageFile = imageFile;
        this.writer = writer;
        this.epoch = epoch;
        this.waiting = new LinkedBlockingQueue<>(settings.waitingMax());
        this.writerThread = writerThread;
        this.feedThread = feedThread;
    }

    /** Opens the catalog of a directory, with threads of its own. A damaged journal is refused: what it lost cannot be known. */
    public static LocalCatalog open(Disk disk, Path directory, DiskReserve reserve, CatalogSettings settings) throws IOException {
        return open(disk, directory, reserve, settings, thread("catalog-writer"), thread("catalog-feed"));
    }

    /** As above, on the given threads; each must run one task at a time, in order. */
    static LocalCatalog open(Disk disk, Path directory, DiskReserve reserve, CatalogSettings settings, Executor writerThread, Executor feedThread)
            throws IOException {
        Journal.Opened opened = Journal.open(disk, directory, JournalKind.CATALOG, reserve);
        if (!opened.damagedAt().isEmpty()) {
            opened.journal().close();
            throw new JournalDamaged("the catalog in " + directory + " is damaged at offset " + opened.damagedAt().getFirst()
                    + "; run millrace verify, and restore the directory from a copy");
        }
        CatalogFrames truth = CatalogFrames.of(opened.frames());
        int epoch = truth.epoch() + 1;
        if (epoch > Position.EPOCH_MAX) {
            throw new IOException("all epochs are used");
        }
        opened.journal().rotate(truth.snapshot(truth.lastNumber(), epoch));
        ImageFile imageFile = new ImageFile(disk, directory);
        CatalogWriter writer = new CatalogWriter(opened.journal(), truth, imageFile, epoch, settings);
        return new LocalCatalog(opened.journal(), imageFile, writer, epoch, settings, writerThread, feedThread);
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon(true).factory());
    }

    /** This start's epoch: durable, and greater than that of any start before. */
    public int epoch() {
        return epoch;
    }

    @Override
    public <T> Optional<Entry<T>> get(Kind<T> kind, String key) {
        return writer.read(image -> image.get(kind.name(), key)).map(stored -> Feed.entry(kind, stored));
    }

    @Override
    public <T> List<Entry<T>> list(Kind<T> kind, String afterKey, int limit) {
        return writer.read(image -> image.list(kind.name(), afterKey, limit)).stream().map(stored -> Feed.entry(kind, stored)).toList();
    }

    @Override
    public CompletionStage<Long> commit(Change change) {
        return submit(Optional.of(change), checkedBytes(change));
    }

    @Override
    public CompletionStage<Long> nextId() {
        return submit(Optional.empty(), 0);
    }

    /** What the change takes in a group, keys and values; refuses what a change may not be. */
    private static long checkedBytes(Change change) {
        if (change.writes().isEmpty() || change.writes().size() > Change.WRITES_MAX) {
            throw new IllegalArgumentException("a change has 1 to " + Change.WRITES_MAX + " writes: " + change.writes().size());
        }
        long values = 0;
        long keys = 0;
        for (Change.Write<?> write : change.writes()) {
            int keyBytes = write.key().getBytes(StandardCharsets.UTF_8).length;
            if (keyBytes < 1 || keyBytes > KEY_BYTES_MAX) {
                throw new IllegalArgumentException("a key has 1 to " + KEY_BYTES_MAX + " bytes: " + keyBytes);
            }
            keys += keyBytes;
            values += valueBytes(write);
        }
        if (values > CHANGE_BYTES_MAX) {
            throw new IllegalArgumentException("a change has at most " + CHANGE_BYTES_MAX + " bytes: " + values);
        }
        return keys + values;
    }

    private static <T> long valueBytes(Change.Write<T> write) {
        return write.value().map(value -> write.kind().codec().encode(value).length).orElse(0);
    }

    private CompletionStage<Long> submit(Optional<Change> change, long bytes) {
        CompletableFuture<Long> reply = new CompletableFuture<>();
        if (closed || !waiting.offer(new CatalogWriter.Request(change, bytes, reply))) {
            reply.completeExceptionally(new CatalogUnavailable(closed ? "the catalog is closed" : "too many changes wait", null));
        } else if (scheduled.compareAndSet(false, true)) {
            try {
                writerThread.execute(this::writeGroups);
            } catch (RejectedExecutionException closing) {
                scheduled.set(false);
                refuseWaiting();
            }
        }
        return reply;
    }

    private void refuseWaiting() {
        for (CatalogWriter.Request next = waiting.poll(); next != null; next = waiting.poll()) {
            next.reply().completeExceptionally(new CatalogUnavailable("the catalog is closed", null));
        }
    }

    private void writeGroups() {
        scheduled.set(false);
        while (!waiting.isEmpty()) {
            List<CatalogWriter.Request> group = new ArrayList<>();
            long bytes = 0;
            for (CatalogWriter.Request next = waiting.poll(); next != null; next = bytes < CHANGE_BYTES_MAX ? waiting.poll() : null) {
                group.add(next);
                bytes += next.bytes();
            }
            List<CatalogWriter.Result> results = writer.write(group);
            feedThread.execute(() -> results.forEach(this::tell));
        }
    }

    private void tell(CatalogWriter.Result result) {
        result.events().forEach(feed::tell);
        result.failure().ifPresentOrElse(result.request().reply()::completeExceptionally, () -> result.request().reply().complete(result.number()));
    }

    @Override
    public <T> AutoCloseable follow(Kind<T> kind, Follower<T> follower) {
        return feed.follow(kind, follower);
    }

    /** Finishes waiting changes, then closes and stamps the image. An image that cannot be is made anew by the next start, and no failure. */
    @Override
    public void close() throws IOException {
        closed = true;
        stop(writerThread);
        stop(feedThread);
        refuseWaiting();
        boolean whole = writer.closeImage();
        journal.close();
        if (whole) {
            try {
                imageFile.stamp(writer.lastNumber());
            } catch (IOException e) {
                LOGGER.atWarn().setCause(e).log("catalog image not stamped, to be made anew");
            }
        }
    }

    private static void stop(Executor thread) {
        if (thread instanceof ExecutorService service) {
            service.shutdown();
            try {
                if (!service.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                    LOGGER.atError().log("catalog thread did not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
