package io.millrace.video.fragment.local;

import io.millrace.stream.Positions;
import io.millrace.stream.StoreException;
import io.millrace.stream.log.block.BlockTypes;
import io.millrace.stream.log.block.Lane;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentTag;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A draft on the log: hands parts over as they fill, and its commit once they are all durable. */
final class LogDraft implements FragmentDraft {

    private final StreamFragments stream;
    private final DraftGround ground;
    private final FragmentNumber number;
    private final long serverTimeMillis;
    private byte[] buffer;
    private int buffered;
    private long bytes;
    private int parts;
    /** Guarded by this draft, as are the next five: told by the log's completions. */
    private int inFlight;
    private int stored;
    private long firstPart;
    private RuntimeException failure;
    private CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> allStored;

    LogDraft(StreamFragments stream, DraftGround ground, FragmentNumber number, long serverTimeMillis) {
        this.stream = stream;
        this.ground = ground;
        this.number = number;
        this.serverTimeMillis = serverTimeMillis;
    }

    @Override
    public FragmentNumber number() {
        return number;
    }

    @Override
    public long serverTimeMillis() {
        return serverTimeMillis;
    }

    @Override
    public void write(byte[] from, int begin, int end) {
        int at = begin;
        while (at < end) {
            if (buffer == null) {
                buffer = new byte[PartEntry.BYTES_OFFSET + ground.settings().partBytes()];
                buffered = PartEntry.BYTES_OFFSET;
            }
            int taken = Math.min(end - at, buffer.length - buffered);
            System.arraycopy(from, at, buffer, buffered, taken);
            buffered += taken;
            at += taken;
            if (buffered == buffer.length) {
                handOver();
            }
        }
        bytes += end - begin;
    }

    private void handOver() {
        byte[] array = buffered < buffer.length / 2 ? Arrays.copyOf(buffer, buffered) : buffer;
        SingleEntry entry = PartEntry.seal(array, buffered - PartEntry.BYTES_OFFSET, parts, number);
        buffer = null;
        int part = parts++;
        synchronized (this) {
            inFlight++;
            if (inFlight >= ground.settings().partsInFlightMax() && ready.isDone() && failure == null) {
                ready = new CompletableFuture<>();
            }
        }
        ground.gate().enter(entry.lengthBytes(), () -> append(BlockTypes.VIDEO_PARTS, stream.lanes.parts(), entry)
                .whenComplete((positions, refused) -> {
                    ground.gate().leave(entry.lengthBytes());
                    partEnded(part, positions, refused);
                }));
    }

    /** Appends while this draft is the stream's own. */
    private CompletionStage<Positions> append(int type, Lane lane, SingleEntry entry) {
        CompletableFuture<Positions> done = new CompletableFuture<>();
        if (!stream.whileDrafting(this, () -> stream.log.append(type, lane, entry).whenComplete((positions, refused) -> {
            if (refused == null) {
                done.complete(positions);
            } else {
                done.completeExceptionally(refused);
            }
        }))) {
            done.completeExceptionally(lost());
        }
        return done;
    }

    private static IllegalStateException lost() {
        return new IllegalStateException("the draft was discarded");
    }

    private void partEnded(int part, Positions positions, Throwable refused) {
        CompletableFuture<Void> nowReady = null;
        CompletableFuture<Void> nowStored = null;
        RuntimeException failed;
        synchronized (this) {
            inFlight--;
            if (refused != null) {
                failure = failure == null ? unchecked(refused) : failure;
            } else {
                stored++;
                long position = positions.first().value();
                if (part == 0) {
                    firstPart = position;
                } else if (position != firstPart + part && failure == null) {
                    failure = new StoreException.DiskFailed("parts of a fragment do not follow one another", null);
                }
            }
            if (inFlight < ground.settings().partsInFlightMax() && !ready.isDone()) {
                nowReady = ready;
            }
            if (inFlight == 0) {
                nowStored = allStored;
            }
            failed = failure;
        }
        end(nowReady, failed);
        end(nowStored, failed);
    }

    private static void end(CompletableFuture<Void> stage, RuntimeException failed) {
        if (stage != null && failed == null) {
            stage.complete(null);
        } else if (stage != null) {
            stage.completeExceptionally(failed);
        }
    }

    private static RuntimeException unchecked(Throwable refused) {
        return refused instanceof RuntimeException runtime ? runtime : new IllegalStateException(refused);
    }

    @Override
    public synchronized CompletionStage<Void> ready() {
        return failure == null ? ready : CompletableFuture.failedFuture(failure);
    }

    @Override
    public CompletionStage<Fragment> commit(long producerTimeMillis, long timecode, long durationMillis, MediaHead head,
            List<FragmentTag> tags) {
        if (buffer != null) {
            handOver();
        }
        Fragment fragment = new Fragment(number, producerTimeMillis, serverTimeMillis, timecode, durationMillis, bytes, head, tags);
        CompletableFuture<Void> whole;
        synchronized (this) {
            allStored = new CompletableFuture<>();
            whole = allStored;
            if (inFlight == 0) {
                end(allStored, failure);
            }
        }
        return whole.thenCompose(done -> {
            SingleEntry entry = CommitEntry.encode(fragment, firstPart, parts, ground.settings().partBytes());
            return append(BlockTypes.VIDEO_COMMITS, stream.lanes.commits(), entry);
        }).thenApply(positions -> {
            stream.endDraft(this);
            stream.committed(new StoredFragment(fragment, positions.first().value(), firstPart, parts, ground.settings().partBytes()));
            return fragment;
        });
    }

    @Override
    public void discard() {
        lose();
        stream.endDraft(this);
    }

    /** Whatever else is asked of it fails. */
    void lose() {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            failure = failure == null ? lost() : failure;
            waiting = ready.isDone() ? null : ready;
        }
        end(waiting, lost());
    }
}
