package io.millrace.trigger;

import io.millrace.invoke.Outcome;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.Slice;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamRecord;
import io.millrace.trigger.BatchBuilder.Supply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The decisions of one lane. It is told what happened and the time, and says with {@link #next} what to do, until that is to
 * sleep or to end. It never waits, and it knows no port. One thread.
 *
 * <pre>
 * GATHERING --batch due--> INVOKING --done, or given up--> GATHERING
 *                          INVOKING --failed, throttled or unavailable--> PARKED --wait over--> INVOKING
 * any --stopped, drained, stream gone--> ENDED (INVOKING only after its outcome, or when abandoned)
 * </pre>
 */
final class LaneCore {

    /** Where the lane is. */
    enum Phase {
        GATHERING, INVOKING, PARKED, ENDED
    }

    /** What a function has said itself, as in X-Amz-Function-Error. */
    private static final String UNFINISHED = "Handled";

    private final BatchBuilder builder;
    private final RetryPolicy retries;
    private final boolean bisect;
    private final LaneWindow window;
    private final Watermark watermark;
    private final Deque<StreamRecord> waiting = new ArrayDeque<>();
    private final Deque<Batch> pieces = new ArrayDeque<>();
    private final Deque<LaneAction> results = new ArrayDeque<>();

    private Phase phase = Phase.GATHERING;
    private Batch batch;
    private int failures;
    private int postponements;
    private long parkedUntilNanos;

    private Position head;
    private boolean subscribed;
    private boolean readOutstanding;
    private int readFailures;
    private long reopenAtNanos;
    private OptionalLong nextArrivedAtMillis = OptionalLong.empty();

    private boolean stopping;
    private Position shardEnd;
    private Position probed;
    private LaneEnd end;

    LaneCore(Position start, BatchBuilder builder, RetryPolicy retries, boolean bisect, LaneWindow window, long nowNanos) {
        this.head = start;
        this.builder = builder;
        this.retries = retries;
        this.bisect = bisect;
        this.window = window;
        this.watermark = new Watermark(start);
        this.reopenAtNanos = nowNanos;
    }

    /** Records have come. */
    void delivered(Slice slice) {
        readOutstanding = false;
        readFailures = 0;
        window.arrived(slice.records());
        waiting.addAll(slice.records());
        head = slice.next();
        nextArrivedAtMillis = slice.nextArrivedAtMillis();
    }

    /** The subscription is over; it is opened again from the read head, later. */
    void readFailed(StoreException failure, long nowNanos) {
        window.readFailed();
        readOutstanding = false;
        subscribed = false;
        switch (failure) {
            case StoreException.ShardUnknown gone -> end(LaneEnd.STREAM_GONE);
            case StoreException.Closed closed -> end(LaneEnd.STORE_CLOSED);
            case StoreException other -> reopenLater(other, nowNanos);
        }
    }

    private void reopenLater(StoreException failure, long nowNanos) {
        readFailures++;
        long delay = retries.waitNanos(readFailures);
        reopenAtNanos = nowNanos + delay;
        results.add(new LaneAction.Reread(failure, Duration.ofNanos(delay)));
    }

    /** The invocation under way has its outcome. */
    void answered(Outcome outcome, long nowNanos) {
        if (phase != Phase.INVOKING) {
            return;
        }
        switch (outcome) {
            case Outcome.Done done -> {
                int finished = done.finished().orElse(batch.records().size());
                if (finished < batch.records().size()) {
                    finishedInPart(finished, done, nowNanos);
                } else {
                    Batch whole = close();
                    results.add(new LaneAction.Finish(whole, watermark.finished(whole)));
                }
            }
            case Outcome.Failed failed -> failed(failed, nowNanos);
            case Outcome.Throttled throttled -> postpone(outcome, retries.throttledNanos(throttled.retryAfter()), nowNanos);
            case Outcome.Unavailable unavailable -> {
                postponements++;
                postpone(outcome, retries.waitNanos(postponements), nowNanos);
            }
        }
    }

    /** The records before are done with; those from there on have failed, as a batch of their own. */
    private void finishedInPart(int finished, Outcome.Done done, long nowNanos) {
        if (finished > 0) {
            Batch whole = batch;
            List<Batch> parts = whole.cut(finished);
            watermark.replaced(whole, parts);
            batch = parts.getLast();
            failures = 0;
            window.finished(parts.getFirst());
            results.add(new LaneAction.Finish(parts.getFirst(), watermark.finished(parts.getFirst())));
        }
        failed(new Outcome.Failed(UNFINISHED, done.payload(), done.took()), nowNanos);
    }

    private void failed(Outcome.Failed failed, long nowNanos) {
        if (bisect && batch.records().size() > 1) {
            split(failed, nowNanos);
            return;
        }
        failures++;
        postponements = 0;
        if (retries.isExhausted(failures)) {
            Batch given = close();
            results.add(new LaneAction.GiveUp(given, GiveUpReason.RETRIES_EXHAUSTED, watermark.finished(given)));
            return;
        }
        long wait = retries.waitNanos(failures);
        park(nowNanos + wait);
        results.add(new LaneAction.Retry(batch, failures, failed, Duration.ofNanos(wait)));
    }

    /** Cutting a batch counts as no attempt; what is left of it is done, piece by piece, before any other record. */
    private void split(Outcome.Failed failed, long nowNanos) {
        Batch whole = batch;
        List<Batch> halves = whole.halves();
        watermark.replaced(whole, halves);
        batch = halves.getFirst();
        pieces.push(halves.getLast());
        postponements = 0;
        long delay = retries.waitNanos(1);
        park(nowNanos + delay);
        results.add(new LaneAction.Split(whole, failed, Duration.ofNanos(delay)));
    }

    private void postpone(Outcome outcome, long wait, long nowNanos) {
        park(nowNanos + wait);
        results.add(new LaneAction.Postpone(batch, outcome, Duration.ofNanos(wait)));
    }

    private void park(long untilNanos) {
        phase = Phase.PARKED;
        parkedUntilNanos = untilNanos;
    }

    private Batch close() {
        Batch closed = batch;
        batch = null;
        failures = 0;
        postponements = 0;
        phase = Phase.GATHERING;
        window.finished(closed);
        return closed;
    }

    /** What a probe found: whether the closed shard has nothing at or after {@code from}. */
    void probed(Position from, boolean nothing) {
        if (nothing && from.equals(head) && shardEnd.compareTo(head) > 0) {
            head = shardEnd;
        }
    }

    /** A probe could not be made; it is made again when the reader is due again. */
    void probeFailed(StoreException failure, long nowNanos) {
        probed = null;
        reopenLater(failure, nowNanos);
    }

    /** The shard takes no more records: none is at or after that place. */
    void shardClosed(Position behindLast) {
        shardEnd = behindLast;
    }

    /** No new batch; the lane ends with the outcome of the one that is with the function, if any. */
    void stop() {
        stopping = true;
    }

    /** The lane ends now; the batch under way is not finished. */
    void abandon() {
        end(LaneEnd.ABANDONED);
    }

    private void end(LaneEnd reason) {
        if (phase != Phase.ENDED) {
            phase = Phase.ENDED;
            end = reason;
            window.close();
        }
    }

    /** What to do; to be called again after it is done, until it is {@link LaneAction.Sleep} or {@link LaneAction.End}. */
    LaneAction next(long nowNanos) {
        if (!results.isEmpty()) {
            return results.poll();
        }
        if (stopping && phase != Phase.INVOKING) {
            end(LaneEnd.STOPPED);
        }
        if (phase == Phase.ENDED) {
            return new LaneAction.End(end);
        }
        fill(nowNanos);
        return reading(nowNanos)
                .or(() -> delivering(nowNanos))
                .or(() -> draining(nowNanos))
                .orElseGet(() -> new LaneAction.Sleep(sleepNanos(nowNanos)));
    }

    /** Moves records into the next batch until one does not fit. */
    private void fill(long nowNanos) {
        while (!waiting.isEmpty() && builder.offer(waiting.peek(), nowNanos) == BatchBuilder.Fit.TAKEN) {
            waiting.poll();
        }
    }

    private Optional<LaneAction> reading(long nowNanos) {
        if (stopping) {
            return Optional.empty();
        }
        if (!subscribed) {
            if (nowNanos < reopenAtNanos) {
                return Optional.empty();
            }
            subscribed = true;
            return Optional.of(new LaneAction.Open(head));
        }
        if (readOutstanding || shardEnd != null && head.compareTo(shardEnd) >= 0) {
            return Optional.empty();
        }
        Optional<ReadLimit> limit = window.admit(nextArrivedAtMillis.isEmpty());
        readOutstanding = limit.isPresent();
        return limit.map(LaneAction.Read::new);
    }

    private Optional<LaneAction> delivering(long nowNanos) {
        return switch (phase) {
            case GATHERING -> nextBatch(nowNanos);
            case PARKED -> {
                if (nowNanos < parkedUntilNanos) {
                    yield Optional.empty();
                }
                phase = Phase.INVOKING;
                yield Optional.of(new LaneAction.Invoke(batch));
            }
            case INVOKING, ENDED -> Optional.empty();
        };
    }

    private Optional<LaneAction> nextBatch(long nowNanos) {
        if (!pieces.isEmpty()) {
            batch = pieces.pop();
            phase = Phase.INVOKING;
            return Optional.of(new LaneAction.Invoke(batch));
        }
        if (builder.isEmpty()) {
            return waiting.isEmpty() ? Optional.empty() : Optional.of(giveUpTooLarge());
        }
        if (builder.dueInNanos(nowNanos, supply()) > 0) {
            return Optional.empty();
        }
        batch = builder.take();
        watermark.opened(batch);
        phase = Phase.INVOKING;
        fill(nowNanos);
        return Optional.of(new LaneAction.Invoke(batch));
    }

    /** After {@link #fill}, an empty batch with a record waiting means that the record never fits. */
    private LaneAction giveUpTooLarge() {
        Batch tooLarge = new Batch(List.of(waiting.poll()));
        watermark.opened(tooLarge);
        window.finished(tooLarge);
        return new LaneAction.GiveUp(tooLarge, GiveUpReason.RECORD_TOO_LARGE, watermark.finished(tooLarge));
    }

    private Supply supply() {
        if (!readOutstanding) {
            return Supply.STOPPED;
        }
        return nextArrivedAtMillis.isPresent() ? Supply.MORE : Supply.TAIL;
    }

    private Optional<LaneAction> draining(long nowNanos) {
        if (shardEnd == null || phase != Phase.GATHERING || !pieces.isEmpty() || !builder.isEmpty() || !waiting.isEmpty()) {
            return Optional.empty();
        }
        if (head.compareTo(shardEnd) >= 0) {
            end(LaneEnd.DRAINED);
            return Optional.of(new LaneAction.Drained(shardEnd));
        }
        if (head.equals(probed) || nowNanos < reopenAtNanos) {
            return Optional.empty();
        }
        probed = head;
        return Optional.of(new LaneAction.Probe(head));
    }

    private long sleepNanos(long nowNanos) {
        long sleep = Long.MAX_VALUE;
        if (phase == Phase.PARKED) {
            sleep = parkedUntilNanos - nowNanos;
        }
        if (phase == Phase.GATHERING && !builder.isEmpty()) {
            sleep = Math.min(sleep, builder.dueInNanos(nowNanos, supply()));
        }
        if (reopenAtNanos > nowNanos) {
            sleep = Math.min(sleep, reopenAtNanos - nowNanos);
        }
        return sleep;
    }

    Phase phase() {
        return phase;
    }

    /** Everything before it is finished. */
    Position finishedTo() {
        return watermark.position();
    }

    /** When the oldest record that is not finished arrived; empty when none is known. */
    OptionalLong oldestArrivedAtMillis() {
        if (batch != null) {
            return OptionalLong.of(batch.first().arrivedAtMillis());
        }
        if (!pieces.isEmpty()) {
            return OptionalLong.of(pieces.peek().first().arrivedAtMillis());
        }
        if (!builder.isEmpty()) {
            return OptionalLong.of(builder.first().arrivedAtMillis());
        }
        return waiting.isEmpty() ? nextArrivedAtMillis : OptionalLong.of(waiting.peek().arrivedAtMillis());
    }
}
