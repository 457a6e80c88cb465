package io.millrace.trigger;

import io.millrace.invoke.Outcome;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.StoreException;
import java.time.Duration;

/** What a lane's core wants done next. */
sealed interface LaneAction {

    /** Open a subscription from there. */
    record Open(Position from) implements LaneAction {
    }

    /** Ask the subscription for one more slice. */
    record Read(ReadLimit limit) implements LaneAction {
    }

    /** Look whether the closed shard has a record at or after that place. */
    record Probe(Position from) implements LaneAction {
    }

    /** Hand the batch to the function. */
    record Invoke(Batch batch) implements LaneAction {
    }

    /** The function has done the batch: put the checkpoint. */
    record Finish(Batch batch, Position checkpoint) implements LaneAction {
    }

    /** The batch failed and will be tried again after a wait. */
    record Retry(Batch batch, int failures, Outcome.Failed failure, Duration delay) implements LaneAction {
    }

    /** The batch failed and was cut in two; the first half will be tried after a wait. */
    record Split(Batch batch, Outcome.Failed failure, Duration delay) implements LaneAction {
    }

    /** The function could not be asked; the batch waits and no attempt is counted. */
    record Postpone(Batch batch, Outcome outcome, Duration delay) implements LaneAction {
    }

    /** The batch will not be delivered: count it, log it, put the checkpoint. */
    record GiveUp(Batch batch, GiveUpReason reason, Position checkpoint) implements LaneAction {
    }

    /** The shard could not be read; it will be tried again from the same place after a wait. */
    record Reread(StoreException failure, Duration delay) implements LaneAction {
    }

    /** All of the closed shard is finished: put the checkpoint. */
    record Drained(Position checkpoint) implements LaneAction {
    }

    /** Nothing to do for so long, or until something happens. */
    record Sleep(long nanos) implements LaneAction {
    }

    /** The lane is over. */
    record End(LaneEnd reason) implements LaneAction {
    }
}
