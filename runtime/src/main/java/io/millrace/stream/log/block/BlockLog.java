package io.millrace.stream.log.block;

import io.millrace.stream.Positions;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StoreException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log: what is appended waits in its queue until a writer takes all of it, writes it as blocks, forces once and
 * publishes. Appending is for any thread and returns at once; everything else happens on the writers' pool, one at a time.
 */
public final class BlockLog {

    private static final Logger LOGGER = LoggerFactory.getLogger(BlockLog.class);
    private final LogContext context;
    private final LogFiles files;
    private final ConcurrentHashMap<Integer, Lane> lanes;
    private final Commit commit;
    private final Object lock = new Object();
    /** Guarded by the lock, as are the next four. */
    private final ArrayDeque<Append> waiting = new ArrayDeque<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean scheduled;
    private Function<ShardKey, StoreException> refusal;
    private volatile long lastCommitNanos;
    private volatile DurableEnd marked;
    private boolean isDeleting;

    BlockLog(LogContext context, LogFiles files, ConcurrentHashMap<Integer, Lane> lanes) {
        this.context = context;
        this.files = files;
        this.lanes = lanes;
        this.commit = new Commit(context, files);
        this.lastCommitNanos = context.clock.nanos();
        files.onCloseWanted(() -> execute(this::closeEarly));
    }

    /** The log's shards by index. */
    public Collection<Lane> lanes() {
        return lanes.values();
    }

    /** The shard's lane, or null. */
    public Lane lane(int shard) {
        return lanes.get(shard);
    }

    /** Adds a shard; one that is there stays as it is. */
    public void addLane(Lane lane) {
        lanes.putIfAbsent(lane.index(), lane);
    }

    /**
     * Appends at least one entry, in order, none larger than {@link BlockHeader#LENGTH_MAX}; completes on the completion
     * thread, once they are as durable as the settings ask for.
     */
    public CompletionStage<Positions> append(int type, Lane lane, Entries entries) {
        requireStorable(entries);
        Append append = new Append(type, lane, entries);
        if (!context.queue.take(append.bytes())) {
            append.done.completeExceptionally(new StoreException.Busy("too many bytes wait for the disk"));
            return append.done;
        }
        StoreException refused = null;
        synchronized (lock) {
            if (refusal == null) {
                waiting.add(append);
                schedule();
            } else {
                refused = refusal.apply(lane.shard());
            }
        }
        if (refused != null) {
            context.queue.give(append.bytes());
            append.done.completeExceptionally(refused);
        }
        return append.done;
    }

    private static void requireStorable(Entries entries) {
        if (entries.count() < 1) {
            throw new IllegalArgumentException("no entries");
        }
        for (int entry = 0; entries.lengthBytes() > BlockHeader.LENGTH_MAX && entry < entries.count(); entry++) {
            if (entries.end(entry) - entries.start(entry) > BlockHeader.LENGTH_MAX) {
                throw new IllegalArgumentException("entry " + entry + " is larger than a block may be");
            }
        }
    }

    /** Runs a task between two commits, after all that waits now. */
    private void execute(Runnable task) {
        synchronized (lock) {
            tasks.add(task);
            schedule();
        }
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            context.threads.writers().execute(this::work);
        }
    }

    /** One turn: a commit of what waits, or the tasks when nothing does. Then back to the end of the writers' queue. */
    private void work() {
        List<Append> taken = take();
        Runnable task = null;
        if (taken.isEmpty()) {
            synchronized (lock) {
                task = tasks.poll();
            }
        }
        try {
            if (!taken.isEmpty()) {
                commit(taken);
            } else if (task != null) {
                task.run();
            }
        } finally {
            synchronized (lock) {
                scheduled = false;
                if (!waiting.isEmpty() || !tasks.isEmpty()) {
                    schedule();
                }
            }
        }
    }

    private List<Append> take() {
        List<Append> taken = new ArrayList<>();
        synchronized (lock) {
            long bytes = 0;
            while (!waiting.isEmpty() && (taken.isEmpty()
                    || bytes + waiting.peek().bytes() <= context.settings.commitBytesMax())) {
                Append append = waiting.poll();
                bytes += append.bytes();
                taken.add(append);
            }
        }
        return taken;
    }

    private void commit(List<Append> taken) {
        StoreException failure = commit.run(taken);
        lastCommitNanos = context.clock.nanos();
        long bytes = 0;
        for (Append append : taken) {
            bytes += append.bytes();
        }
        context.queue.give(bytes);
        answer(taken, failure);
    }

    private void answer(List<Append> taken, StoreException failure) {
        context.threads.completions().execute(() -> {
            for (Append append : taken) {
                if (failure == null) {
                    append.done.complete(append.positions);
                } else {
                    append.done.completeExceptionally(failure);
                }
            }
        });
    }

    /** Leaves the durable end in the checkpoint log once the log has been idle for long enough. Any one thread. */
    public void tick() {
        DurableEnd end = files.durableEnd();
        if (end != null && !end.equals(marked)
                && context.clock.nanos() - lastCommitNanos >= context.settings.idleAfter().toNanos()) {
            mark(end);
        }
    }

    private void mark(DurableEnd end) {
        context.checkpoints.put(LogMarks.durableEndKey(files.log().stream(), files.log().stripe()), end.toCheckpoint());
        marked = end;
    }

    /** Frees the open segment's index for others. */
    private void closeEarly() {
        try {
            files.closeOpen();
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("log", files.log()).setCause(e).log("segment not closed early");
        }
    }

    /** Deletes segments in which no shard has anything readable left, oldest first. Returns at once. */
    public void deleteTrimmed() {
        execute(() -> {
            Segment oldest = isDeleting ? null : files.oldestBehind(lanes.values());
            if (oldest != null) {
                isDeleting = true;
                files.segments.removeFirst();
                lanes.values().forEach(lane -> lane.drop(oldest));
                oldest.discard(() -> execute(() -> deleteNow(oldest)));
            }
        });
    }

    private void deleteNow(Segment segment) {
        try {
            files.delete(segment);
            LOGGER.atInfo().addKeyValue("segment", segment.id()).log("segment deleted behind the horizon");
            isDeleting = false;
            deleteTrimmed();
        } catch (IOException e) {
            isDeleting = false;
            LOGGER.atWarn().addKeyValue("segment", segment.id()).setCause(e).log("segment not deleted");
        }
    }

    /** Refuses what comes, finishes what waits, leaves the durable end, closes the files. Completes when that is done. */
    public CompletionStage<Void> close() {
        refuse(shard -> new StoreException.Closed());
        CompletableFuture<Void> closed = new CompletableFuture<>();
        execute(() -> {
            try {
                if (files.open() != null) {
                    files.force();
                    files.keepIndex();
                }
                if (files.durableEnd() != null) {
                    mark(files.durableEnd());
                }
            } catch (IOException e) {
                LOGGER.atError().addKeyValue("segment", files.log()).setCause(e).log("log not forced at close");
            }
            discardAll(false).thenRun(() -> closed.complete(null));
        });
        return closed;
    }

    /** Refuses what comes and what waits, and deletes the files once their readers have left. Completes when they are gone. */
    public CompletionStage<Void> delete() {
        refuse(StoreException.ShardUnknown::new);
        List<Append> refused;
        synchronized (lock) {
            refused = List.copyOf(waiting);
            waiting.clear();
        }
        refused.forEach(append -> {
            context.queue.give(append.bytes());
            append.done.completeExceptionally(new StoreException.ShardUnknown(append.lane.shard()));
        });
        CompletableFuture<Void> deleted = new CompletableFuture<>();
        execute(() -> discardAll(true).thenRun(() -> deleted.complete(null)));
        return deleted;
    }

    /** Closes every segment's file once its readers have left, and deletes it if asked. */
    private CompletableFuture<Void> discardAll(boolean delete) {
        List<CompletableFuture<Void>> gone = new ArrayList<>();
        for (Segment segment : files.segments) {
            CompletableFuture<Void> left = new CompletableFuture<>();
            gone.add(left);
            segment.discard(() -> {
                try {
                    if (delete) {
                        files.delete(segment);
                    } else {
                        files.close(segment);
                    }
                } catch (IOException e) {
                    LOGGER.atWarn().addKeyValue("segment", segment.id()).setCause(e).log("segment not closed");
                }
                left.complete(null);
            });
        }
        files.segments.clear();
        return CompletableFuture.allOf(gone.toArray(CompletableFuture[]::new));
    }

    private void refuse(Function<ShardKey, StoreException> with) {
        synchronized (lock) {
            refusal = with;
        }
    }
}
