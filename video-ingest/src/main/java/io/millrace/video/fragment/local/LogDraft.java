package io.millrace.video.fragment.local;

import io.millrace.stream.Positions;
import io.millrace.stream.StoreException;
import io.millrace.stream.log.block.BlockTypes;
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

    private static final int FIRST_BYTES = 2048;
    private static final int GROWTH = 4;
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
    private volatile boolean isLost;
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
        while (at < end && !isLost) {
            int full = PartEntry.BYTES_OFFSET + ground.settings().partBytes();
            makeRoom(Math.min(full, (buffer == null ? PartEntry.BYTES_OFFSET : buffered) + end - at), full);
            int taken = Math.min(end - at, full - buffered);
            System.arraycopy(from, at, buffer, buffered, taken);
            buffered += taken;
            at += taken;
            if (buffered == full) {
                handOver();
            }
        }
        bytes += end - begin;
    }

    /** Small fragments take little room: the buffer grows with what comes. */
    private void makeRoom(int wanted, int full) {
        if (buffer == null) {
            buffer = new byte[Math.min(full, Math.max(wanted, FIRST_BYTES))];
            buffered = PartEntry.BYTES_OFFSET;
        } else if (wanted > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(full, Math.max(wanted, GROWTH * buffer.length)));
        }
    }

    private void handOver() {
        byte[] array = buffered < buffer.length / 4 * 3 ? Arrays.copyOf(buffer, buffered) : buffer;
        SingleEntry entry = PartEntry.seal(array, buffered - PartEntry.BYTES_OFFSET, parts, number);
        buffer = null;
        int part = parts++;
        synchronized (this) {
            inFlight++;
            if (inFlight >= ground.settings().partsInFlightMax() && ready.isDone() && failure == null) {
                ready = new CompletableFuture<>();
            }
        }
        ground.gate().enter(entry.lengthBytes(), () -> append(entry).whenComplete((positions, refused) -> {
            ground.gate().leave(entry.lengthBytes());
            partEnded(part, positions, refused);
        }));
    }

    /** A log that throws fails the part, not those whose append made room for it. */
    private CompletionStage<Positions> append(SingleEntry entry) {
        try {
            return stream.log.append(BlockTypes.VIDEO_PARTS, stream.lanes.parts(), entry);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedStage(refused);
        }
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
        return stream.takeTurn(this).map(turn -> {
            Fragment fragment;
            try {
                fragment = new Fragment(number, producerTimeMillis, serverTimeMillis, timecode, durationMillis, bytes, head, tags);
                if (buffer != null) {
                    handOver();
                }
            } catch (RuntimeException | Error unmade) {
                return stream.<Fragment>giveUp(turn, unmade);
            }
            return stream.commit(turn, allStored(),
                    () -> CommitEntry.encode(fragment, firstPart, parts, ground.settings().partBytes())).thenApply(positions -> {
                        stream.committed(new StoredFragment(fragment, positions.first().value(), firstPart, parts,
                                ground.settings().partBytes()));
                        return fragment;
                    });
        }).orElseGet(() -> CompletableFuture.failedStage(lost()));
    }

    private synchronized CompletionStage<Void> allStored() {
        allStored = new CompletableFuture<>();
        if (inFlight == 0) {
            end(allStored, failure);
        }
        return allStored;
    }

    @Override
    public void discard() {
        if (stream.endDraft(this)) {
            lose(new IllegalStateException("the draft was discarded"));
        }
    }

    /** Whatever else is asked of it fails. */
    void lose(RuntimeException why) {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            failure = failure == null ? why : failure;
            waiting = ready.isDone() ? null : ready;
            isLost = true;
        }
        end(waiting, why);
    }

    private synchronized RuntimeException lost() {
        return failure == null ? new IllegalStateException("the draft was committed or discarded before") : failure;
    }
}
