package io.millrace.checkpoint.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.checkpoint.CheckpointKey;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.disk.Disk;
import io.millrace.journal.DiskReserve;
import io.millrace.journal.Journal;
import io.millrace.journal.JournalKind;

/** The checkpoints in a data directory; see the package. Opening and closing block; everything else returns at once. */
public final class LocalCheckpoints implements Checkpoints, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LocalCheckpoints.class);
    private static final long GROUP_BYTES = 8L * 1024 * 1024, CLOSE_WAIT_SECONDS = 30, RETRY_MILLIS = 1000;

    private final Journal journal;
    private final CheckpointTable table;
    private final CheckpointSettings settings;
    private final Optional<ScheduledExecutorService> thread;
    private final List<CompletableFuture<Void>> flushes = new ArrayList<>();
    private boolean closed;
    private boolean failing;

    private LocalCheckpoints(Journal journal, CheckpointTable table, CheckpointSettings settings, Optional<ScheduledExecutorService> thread) {
        this.journal = journal;
        this.table = table;
        this.settings = settings;
        this.thread = thread;
    }

    /** Opens the checkpoints of a directory, with a thread of their own. Damaged frames are reported and left out: an older checkpoint is safe. */
    public static LocalCheckpoints open(Disk disk, Path directory, DiskReserve reserve, CheckpointSettings settings) throws IOException {
        return open(disk, directory, reserve, settings,
                Optional.of(Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("checkpoint-writer").daemon(true).factory())));
    }

    /** As above; without a thread nothing is written until {@link #step}. */
    static LocalCheckpoints open(Disk disk, Path directory, DiskReserve reserve, CheckpointSettings settings, Optional<ScheduledExecutorService> thread)
            throws IOException {
        Journal.Opened opened = Journal.open(disk, directory, JournalKind.CHECKPOINTS, reserve);
        opened.damagedAt().forEach(offset -> LOGGER.atError().addKeyValue("directory", directory).addKeyValue("offset", offset).log("checkpoint journal damaged"));
        CheckpointTable table = new CheckpointTable(CheckpointFrames.replay(opened.frames()), settings);
        opened.journal().rotate(table.snapshot());
        return new LocalCheckpoints(opened.journal(), table, settings, thread);
    }

    /** What an offline look finds: owner to place to checkpoint, as the journal has them. */
    public static Map<String, Map<String, Checkpoint>> inspect(Disk disk, Path directory) throws IOException {
        Optional<Path> current = io.millrace.journal.JournalFiles.current(disk, directory);
        return current.isEmpty() ? Map.of() : CheckpointFrames.replay(io.millrace.journal.JournalScan.read(disk, current.get(), JournalKind.CHECKPOINTS)
                .frames().stream().filter(frame -> frame.type() > 0).toList());
    }

    @Override
    public Optional<Checkpoint> get(CheckpointKey key) {
        return table.get(key);
    }

    @Override
    public Map<String, Checkpoint> ofOwner(String owner) {
        return table.ofOwner(owner);
    }

    @Override
    public void put(CheckpointKey key, Checkpoint checkpoint) {
        if (table.put(key, checkpoint)) {
            schedule(settings.writeBehind().toMillis());
        }
    }

    @Override
    public void removeOwner(String owner) {
        if (table.removeOwner(owner)) {
            schedule(settings.writeBehind().toMillis());
        }
    }

    @Override
    public CompletionStage<Void> flush() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (flushes) {
            if (closed) {
                return CompletableFuture.failedStage(new IOException("the checkpoints are closed"));
            }
            flushes.add(done);
        }
        schedule(0);
        return done;
    }

    private void schedule(long delayMillis) {
        try {
            thread.ifPresent(service -> service.schedule(this::stepAndAgain, delayMillis, TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException closing) {
            LOGGER.atDebug().log("checkpoints are closing, the last step takes what is left");
        }
    }

    private void stepAndAgain() {
        step();
        if (!table.isClean()) {
            schedule(failing ? RETRY_MILLIS : settings.writeBehind().toMillis());
        }
    }

    /** Writes what has changed; on the writer's thread only. */
    void step() {
        List<CompletableFuture<Void>> waiting;
        synchronized (flushes) {
            waiting = List.copyOf(flushes);
            flushes.clear();
        }
        try {
            writeChanges();
            if (failing) {
                failing = false;
                LOGGER.atInfo().log("checkpoints are written again");
            }
            waiting.forEach(done -> done.complete(null));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (!failing) {
                failing = true;
                LOGGER.atError().setCause(e).log("checkpoints not written, tried again every second");
            }
            waiting.forEach(done -> done.completeExceptionally(e));
        }
    }

    private void writeChanges() throws IOException {
        if (journal.isBroken() || journal.isLarge(settings.rotateAboveBytes())) {
            rotate();
        }
        while (!table.isClean()) {
            CheckpointTable.Changes changes = table.takeChanges(GROUP_BYTES);
            try {
                changes.frames().forEach(frame -> journal.append(frame.type(), frame.payload()));
                journal.commit();
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                journal.discard();
                table.giveBack(changes);
                throw e;
            }
        }
    }

    private void rotate() throws IOException {
        // the changes go into the snapshot, so they need no frames of their own; should it fail they are still to be written
        CheckpointTable.Changes changes = table.takeChanges(Long.MAX_VALUE);
        try {
            journal.rotate(table.snapshot());
        } catch (RuntimeException | OutOfMemoryError e) {
            table.giveBack(changes);
            throw e;
        } catch (IOException e) {
            table.giveBack(changes);
            if (journal.isBroken()) {
                throw e;
            }
            LOGGER.atWarn().setCause(e).log("checkpoint snapshot not written, the journal grows on");
        }
    }

    /** Writes what has changed and closes the journal. */
    @Override
    public void close() throws IOException {
        thread.ifPresent(service -> {
            service.shutdown();
            try {
                if (!service.awaitTermination(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
                    LOGGER.atError().log("checkpoint thread did not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        step();
        synchronized (flushes) {
            closed = true;
        }
        step();
        journal.close();
    }
}
