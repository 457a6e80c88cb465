package io.millrace.firehose.engine;

import io.millrace.firehose.buffer.Outcome;
import io.millrace.firehose.source.SourceReading;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.stage.StageFailure;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordStore;
import io.millrace.stream.ShardKey;
import io.millrace.stream.Slice;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamRecord;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of the outcome log, from its horizon on, into the spools. Outcomes that refer to the input have their records read there, in the
 * same order. Bounded: a slice of outcomes and one of the input. On the lane, but for the store's calls.
 */
final class OutcomeReading implements RecordStore.Subscriber {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutcomeReading.class);
    private static final ReadLimit SLICE = new ReadLimit(5_000, 1024 * 1024);

    private final Place place;
    private final BufferReader buffer;
    private final RecordStore.Subscription subscription;
    private List<StreamRecord> outcomes = List.of();
    private int index;
    private long sliceEnd;
    private long next;
    private InputSlice input = new InputSlice(Position.START, new Slice(List.of(), Position.START, OptionalLong.empty()));
    private boolean waiting;
    private boolean closed;

    /**
     * Where it reads and whom it tells.
     *
     * @param input    what was put, as the source reads it
     */
    record Place(String stream, RecordStore store, ShardKey outcomeShard, ShardKey inputShard, SourceReading input, Executor lane, Owner owner) {
    }

    /** Told on the lane. */
    interface Owner {

        /** Whether the spools take another record before those that are full have been taken out. */
        boolean takesMore();

        boolean isPartitioned();

        long nowMillis();

        /** Records went into the spools. */
        void moved();

        /** This reading is of no use any more. */
        void broken(Throwable why);
    }

    OutcomeReading(Place place, BufferReader buffer) {
        this.place = place;
        this.buffer = buffer;
        this.subscription = place.store().open(place.outcomeShard(), Position.START, this);
    }

    /** Everything before this place of the log has gone into the spools; nothing, once this reading is closed: the spools are gone too. */
    long next() {
        return closed ? 0 : next;
    }

    /** Goes on, if nothing is awaited. */
    void step() {
        if (closed || waiting) {
            return;
        }
        if (index < outcomes.size()) {
            work();
        } else {
            waiting = true;
            subscription.request(SLICE);
        }
    }

    @Override
    public void onSlice(Slice slice) {
        place.lane().execute(() -> {
            if (!closed) {
                waiting = false;
                outcomes = slice.records();
                index = 0;
                sliceEnd = slice.next().value();
                work();
            }
        });
    }

    @Override
    public void onFailure(StoreException failure) {
        if (failure instanceof StoreException.DiskFailed || failure instanceof StoreException.Busy) {
            place.lane().execute(() -> fail(failure));
        }
    }

    private void fail(Throwable failure) {
        if (!closed) {
            place.owner().broken(failure);
        }
    }

    private void work() {
        try {
            while (index < outcomes.size() && place.owner().takesMore()) {
                StreamRecord stored = outcomes.get(index);
                long at = stored.position().value();
                Outcome outcome = buffer.read(stored);
                if (outcome.refersToInput() && buffer.isOpen(at)) {
                    if (!input.reaches(outcome.source())) {
                        fetch(outcome.source());
                        return;
                    }
                    outcome = found(outcome);
                }
                buffer.accept(at, outcome, place.owner().isPartitioned(), place.owner().nowMillis());
                index++;
                next = at + 1;
            }
            if (index == outcomes.size()) {
                next = sliceEnd;
            }
        } catch (IOException | RuntimeException | Error failure) {
            fail(failure);
            return;
        }
        place.owner().moved();
    }

    /** A block that the log found damaged is reported by it and given to no reader: what was in it goes nowhere, whoever reads. */
    private Outcome found(Outcome outcome) {
        Optional<FirehoseRecord> record = input.find(outcome.source()).map(stored -> place.input().read(stored).getFirst());
        if (record.isEmpty()) {
            LOGGER.atError().addKeyValue("stream", place.stream()).addKeyValue("position", outcome.source()).log("record is not in the log any more");
            return new Outcome(outcome.sourceShard(), outcome.source(), outcome.sub(), outcome.last(), Outcome.Way.NOTHING, Optional.empty());
        }
        return outcome.with(record.get());
    }

    private void fetch(Position from) {
        waiting = true;
        place.store().read(place.inputShard(), from, SLICE).whenComplete((slice, failure) -> place.lane().execute(() -> {
            if (closed) {
                return;
            }
            waiting = false;
            if (failure != null) {
                fail(StageFailure.cause(failure));
                return;
            }
            input = new InputSlice(from, slice);
            work();
        }));
    }

    void close() {
        closed = true;
        subscription.close();
    }
}
