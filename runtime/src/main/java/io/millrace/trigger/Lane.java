package io.millrace.trigger;

import io.millrace.checkpoint.Checkpoint;
import io.millrace.invoke.Outcome;
import io.millrace.kinesis.event.KinesisEventFormat;
import io.millrace.stage.StageFailure;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordStore;
import io.millrace.stream.Slice;
import io.millrace.stream.StoreException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Carries out what its {@link LaneCore} decides. It is stepped: {@link #step} does all there is to do and says for how long
 * there is nothing; whoever steps it, a virtual thread or a simulation, steps again then or when woken. Steps are made one at
 * a time; the other methods may be called from any thread. The queue of events is bounded by what can be under way: one
 * slice, one invocation, one probe, and a few commands.
 */
final class Lane {

    /** What {@link #step} returns when the lane is over. */
    static final long OVER = -1;

    private static final ReadLimit ONE_RECORD = new ReadLimit(1, 1);

    private final LanePlan plan;
    private final LanePorts ports;
    private final LaneCore core;
    private final KinesisEventFormat format;
    private final LaneObserver observer;
    private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
    private volatile Runnable wake = () -> { };
    private RecordStore.Subscription subscription;
    private Subscriber subscriber;
    private BatchEvent event;

    // Read by others while the lane runs.
    private volatile long oldestArrivedAtMillis = -1;
    private volatile LaneEnd ended;

    Lane(LanePlan plan, LanePorts ports, LaneCore core, KinesisEventFormat format, LaneObserver observer) {
        this.plan = plan;
        this.ports = ports;
        this.core = core;
        this.format = format;
        this.observer = observer;
    }

    LanePlan plan() {
        return plan;
    }

    /** Called, on any thread, when there is something to step for; set before the first step. */
    void onWake(Runnable callback) {
        wake = callback;
    }

    /** See {@link LaneCore#stop}. */
    void stop() {
        tell(core::stop);
    }

    /** See {@link LaneCore#abandon}. */
    void abandon() {
        tell(core::abandon);
    }

    /** See {@link LaneCore#shardClosed}. */
    void shardClosed(Position end) {
        tell(() -> core.shardClosed(end));
    }

    /** Why the lane is over; null while it runs. */
    LaneEnd ended() {
        return ended;
    }

    /** When the oldest unfinished record arrived, milliseconds since the epoch; -1 when the lane has caught up. */
    long oldestArrivedAtMillis() {
        return oldestArrivedAtMillis;
    }

    private void tell(Runnable told) {
        events.add(told);
        wake.run();
    }

    /** Does what is to be done now; returns the nanoseconds until the next step is due unless woken before, or {@link #OVER}. */
    long step() {
        LaneCore.Phase before = core.phase();
        while (true) {
            for (Runnable told = events.poll(); told != null; told = events.poll()) {
                told.run();
            }
            LaneAction action = core.next(ports.clock().nanos());
            if (core.phase() != before) {
                observer.moved(before, core.phase());
                before = core.phase();
            }
            if (action instanceof LaneAction.End end) {
                finish(end.reason());
                return OVER;
            }
            if (action instanceof LaneAction.Sleep sleep) {
                oldestArrivedAtMillis = core.oldestArrivedAtMillis().orElse(-1);
                if (events.isEmpty()) {
                    return Math.max(1, sleep.nanos());
                }
            } else {
                perform(action);
            }
        }
    }

    /** The lane is over, whatever the core thinks: something in it is broken. */
    void broken() {
        LaneCore.Phase before = core.phase();
        core.abandon();
        if (before != core.phase()) {
            observer.moved(before, core.phase());
        }
        finish(LaneEnd.BROKEN);
    }

    private void finish(LaneEnd reason) {
        closeSubscription();
        event = null;
        oldestArrivedAtMillis = -1;
        ended = reason;
    }

    private void perform(LaneAction action) {
        observer.acted(action);
        switch (action) {
            case LaneAction.Open open -> open(open.from());
            case LaneAction.Read read -> subscription.request(read.limit());
            case LaneAction.Probe probe -> probe(probe.from());
            case LaneAction.Invoke invoke -> invoke(invoke.batch());
            case LaneAction.Finish finish -> finished(finish.checkpoint());
            case LaneAction.GiveUp giveUp -> finished(giveUp.checkpoint());
            case LaneAction.Drained drained -> finished(drained.checkpoint());
            case LaneAction.Retry retry -> { }
            case LaneAction.Split split -> event = null;
            case LaneAction.Postpone postpone -> { }
            case LaneAction.Reread reread -> { }
            case LaneAction.Sleep sleep -> { }
            case LaneAction.End end -> { }
        }
    }

    private void finished(Position checkpoint) {
        event = null;
        ports.checkpoints().put(plan.checkpoint(), Checkpoint.at(checkpoint.value()));
    }

    private void invoke(Batch batch) {
        if (event == null) {
            event = new BatchEvent(batch, plan.source(), format);
        }
        ports.invoker().invoke(plan.functionName(), event, plan.name()).whenComplete((outcome, failure) -> {
            Outcome told = failure == null ? outcome : new Outcome.Unavailable(failure.toString());
            tell(() -> core.answered(told, ports.clock().nanos()));
        });
    }

    private void probe(Position from) {
        ports.store().read(plan.shard(), from, ONE_RECORD).whenComplete((slice, failure) -> tell(() -> {
            if (failure == null) {
                core.probed(from, slice.records().isEmpty() && slice.atEnd());
            } else {
                core.probeFailed(storeFailure(failure), ports.clock().nanos());
            }
        }));
    }

    private static StoreException storeFailure(Throwable failure) {
        Throwable cause = StageFailure.cause(failure);
        return cause instanceof StoreException known ? known : new StoreException.DiskFailed("the store failed", cause);
    }

    private void open(Position from) {
        closeSubscription();
        subscriber = new Subscriber();
        subscription = ports.store().open(plan.shard(), from, subscriber);
    }

    private void closeSubscription() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
            subscriber = null;
        }
    }

    /** Takes the store's calls to the lane; what a subscription says after it was replaced is not heard. */
    private final class Subscriber implements RecordStore.Subscriber {

        @Override
        public void onSlice(Slice slice) {
            tell(() -> {
                if (subscriber == this) {
                    core.delivered(slice);
                }
            });
        }

        @Override
        public void onFailure(StoreException failure) {
            tell(() -> {
                if (subscriber == this) {
                    core.readFailed(failure, ports.clock().nanos());
                }
            });
        }
    }
}
