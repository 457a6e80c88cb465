package io.millrace.stream.log;

import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordStore.Subscriber;
import io.millrace.stream.RecordStore.Subscription;
import io.millrace.stream.ShardKey;
import io.millrace.stream.Slice;
import io.millrace.stream.StoreException;
import io.millrace.stream.log.block.Lane;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One subscriber of a shard. Holds nothing while it waits but a place among the shard's waiters; a slow subscriber just asks
 * later. Reads and calls back on the readers' pool.
 */
final class StreamSubscription implements Subscription {

    /** Reads records at once. */
    interface Read {
        Slice read(Position from, ReadLimit limit);
    }

    private final Lane lane;
    private final Read read;
    private final Executor readers;
    private final Subscriber subscriber;
    private final Consumer<StreamSubscription> whenOver;
    private final AtomicReference<ReadLimit> wanted = new AtomicReference<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger turns = new AtomicInteger();
    private final Runnable moved = this::deliverSoon;
    /** Only touched while a request is outstanding, by the reader that serves it. */
    private volatile Position from;

    StreamSubscription(Lane lane, Position from, Read read, Executor readers, Subscriber subscriber,
            Consumer<StreamSubscription> whenOver) {
        this.lane = lane;
        this.from = from;
        this.read = read;
        this.readers = readers;
        this.subscriber = subscriber;
        this.whenOver = whenOver;
    }

    ShardKey shard() {
        return lane.shard();
    }

    @Override
    public void request(ReadLimit limit) {
        if (!wanted.compareAndSet(null, limit)) {
            throw new IllegalStateException("a request is outstanding");
        }
        deliverSoon();
    }

    /** Has a reader look after this subscription once more; never two at a time. */
    private void deliverSoon() {
        if (turns.getAndIncrement() == 0) {
            readers.execute(this::turn);
        }
    }

    private void turn() {
        try {
            deliver();
        } finally {
            if (turns.decrementAndGet() > 0) {
                readers.execute(this::turn);
            }
        }
    }

    private void deliver() {
        ReadLimit limit = wanted.get();
        if (limit == null || over.get()) {
            return;
        }
        try {
            Slice slice = read.read(from, limit);
            from = slice.next();
            if (slice.records().isEmpty()) {
                await();
            } else if (!over.get() && wanted.compareAndSet(limit, null)) {
                subscriber.onSlice(slice);
            }
        } catch (StoreException e) {
            fail(e);
        }
    }

    /** Waits for the shard's end to move; it may have moved since the reading, so it is looked at once more. */
    private void await() {
        lane.whenMoved(moved);
        if (lane.visibleEnd() > from.value() && lane.forget(moved)) {
            deliverSoon();
        }
    }

    /** Ends the subscription with a reason, once. */
    void fail(StoreException failure) {
        if (end()) {
            subscriber.onFailure(failure);
        }
    }

    @Override
    public void close() {
        end();
    }

    private boolean end() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        lane.forget(moved);
        whenOver.accept(this);
        return true;
    }
}
