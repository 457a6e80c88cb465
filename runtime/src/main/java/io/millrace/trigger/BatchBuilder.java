package io.millrace.trigger;

import io.millrace.kinesis.event.KinesisEventFormat;
import io.millrace.stream.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Gathers the next batch and says when it is to go out: at its number of records, at the end of its window, or when the
 * next record would make the event too large. Given the time; one thread.
 */
final class BatchBuilder {

    /** What became of an offered record. */
    enum Fit {
        TAKEN,
        /** Not now: the batch is full without it. */
        FULL,
        /** Never: its event alone is larger than any event may be. Only told while the batch is empty. */
        TOO_LARGE
    }

    /** Whether records that could join the batch are on their way. */
    enum Supply {
        /** They are being read. */
        MORE,
        /** The reader is at the end of the shard and waits for new ones. */
        TAIL,
        /** Nothing is being read. */
        STOPPED
    }

    private static final int COMMA_BYTES = 1;

    private final BatchLimits limits;
    private final ToLongFunction<StreamRecord> eventBytesOf;
    private List<StreamRecord> records = new ArrayList<>();
    private long eventBytes = KinesisEventFormat.frameBytes();
    private boolean full;
    private long windowEndsNanos;

    BatchBuilder(BatchLimits limits, ToLongFunction<StreamRecord> eventBytesOf) {
        this.limits = limits;
        this.eventBytesOf = eventBytesOf;
    }

    Fit offer(StreamRecord record, long nowNanos) {
        if (full) {
            return Fit.FULL;
        }
        long bytes = eventBytesOf.applyAsLong(record);
        if (records.isEmpty() && KinesisEventFormat.frameBytes() + bytes > limits.eventBytes()) {
            return Fit.TOO_LARGE;
        }
        long withRecord = eventBytes + bytes + (records.isEmpty() ? 0 : COMMA_BYTES);
        if (withRecord > limits.eventBytes()) {
            full = true;
            return Fit.FULL;
        }
        if (records.isEmpty()) {
            windowEndsNanos = nowNanos + limits.window().toNanos();
        }
        records.add(record);
        eventBytes = withRecord;
        full = records.size() == limits.records();
        return Fit.TAKEN;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    boolean isFull() {
        return full;
    }

    /** How many more records it could take. */
    int room() {
        return full ? 0 : limits.records() - records.size();
    }

    StreamRecord first() {
        return records.getFirst();
    }

    /** Nanoseconds until the batch is to go out; 0 or less: now. Only while it is not empty. */
    long dueInNanos(long nowNanos, Supply supply) {
        if (full || supply == Supply.STOPPED || limits.window().isZero() && supply == Supply.TAIL) {
            return 0;
        }
        return limits.window().isZero() ? Long.MAX_VALUE : windowEndsNanos - nowNanos;
    }

    /** The batch; the next one begins empty. */
    Batch take() {
        Batch batch = new Batch(records);
        records = new ArrayList<>();
        eventBytes = KinesisEventFormat.frameBytes();
        full = false;
        return batch;
    }
}
