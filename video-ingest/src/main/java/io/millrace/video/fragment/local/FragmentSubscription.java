package io.millrace.video.fragment.local;

import io.millrace.stream.StoreException;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import io.millrace.video.fragment.FragmentStore.Subscriber;
import io.millrace.video.fragment.FragmentStore.Subscription;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One who follows a stream. Reads ahead by a few commits where it is behind; waits among the stream's followers where it is not.
 * Reads and calls back on the log's readers, one turn at a time; where it waits at the end, a commit calls back
 * on the thread that completes it.
 */
final class FragmentSubscription implements Subscription {

    private static final int READ_AHEAD = 16;
    private final StreamFragments stream;
    private final Executor readers;
    private final Subscriber subscriber;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger turns = new AtomicInteger();
    private final ArrayDeque<StoredFragment> ahead = new ArrayDeque<>();
    private volatile long after;

    FragmentSubscription(StreamFragments stream, FragmentNumber after, Executor readers, Subscriber subscriber) {
        this.stream = stream;
        this.after = after.value();
        this.readers = readers;
        this.subscriber = subscriber;
    }

    @Override
    public void request() {
        if (!wanted.compareAndSet(false, true)) {
            throw new IllegalStateException("a request is outstanding");
        }
        wake();
    }

    /** Looks after this subscription once more; never two at a time. */
    void wake() {
        if (wanted.get() && !over.get() && turns.getAndIncrement() == 0) {
            go();
        }
    }

    /** As {@link #wake}, on this thread, one of the store's, where no file must be read. */
    void wakeAtOnce() {
        if (wanted.get() && !over.get() && turns.getAndIncrement() == 0) {
            if (stream.listRemembered(FragmentRange.ALL, after, 1).isPresent()) {
                turn();
            } else {
                go();
            }
        }
    }

    private void go() {
        try {
            readers.execute(this::turn);
        } catch (RejectedExecutionException e) {
            over.set(true);
        }
    }

    private void turn() {
        int seen = turns.get();
        try {
            deliver();
        } finally {
            if (turns.addAndGet(-seen) > 0) {
                go();
            }
        }
    }

    private void deliver() {
        if (!wanted.get() || over.get()) {
            return;
        }
        try {
            if (ahead.isEmpty()) {
                ahead.addAll(stream.list(FragmentRange.ALL, after, READ_AHEAD));
            }
            StoredFragment next = ahead.pollFirst();
            if (next != null && !over.get() && wanted.compareAndSet(true, false)) {
                after = next.fragment().number().value();
                subscriber.onFragment(next.fragment());
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    void failSoon(StoreException failure) {
        try {
            readers.execute(() -> fail(failure));
        } catch (RejectedExecutionException e) {
            over.set(true);
        }
    }

    private void fail(RuntimeException failure) {
        if (end()) {
            subscriber.onFailure(failure);
        }
    }

    @Override
    public void close() {
        end();
    }

    private boolean end() {
        stream.subscriptions.remove(this);
        return over.compareAndSet(false, true);
    }
}
