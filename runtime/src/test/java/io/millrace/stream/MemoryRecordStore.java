package io.millrace.stream;

import io.millrace.clock.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The record store's twin: everything in memory, one task at a time on its executor. It fails and holds appends on demand,
 * and a failed append burns its positions as the log's do, so that nobody counts on density. Not bounded: for tests.
 */
public final class MemoryRecordStore implements RecordStore, AutoCloseable {

    private final Clock clock;
    private final Executor executor;
    private final Map<ShardKey, MemoryShard> shards = new HashMap<>();
    private final List<MemorySubscription> subscriptions = new ArrayList<>();
    private final ArrayDeque<HeldAppend> held = new ArrayDeque<>();
    private int epoch = 1;
    private boolean holding;
    private int failuresLeft;
    private StoreException failure;

    /** A store with a thread of its own. */
    public MemoryRecordStore(Clock clock) {
        this(clock, Executors.newSingleThreadExecutor(task -> Thread.ofPlatform().daemon().name("memory-store").unstarted(task)));
    }

    /** A store on the given executor, which must run its tasks one after the other, in order. */
    public MemoryRecordStore(Clock clock, Executor executor) {
        this.clock = clock;
        this.executor = executor;
    }

    /** A store that does everything before the call returns, for tests on one thread. */
    public static MemoryRecordStore onCallersThread(Clock clock) {
        return new MemoryRecordStore(clock, new Trampoline());
    }

    /** The next {@code count} appends fail; their positions are used up. */
    public synchronized void failNextAppends(int count, StoreException with) {
        failuresLeft = count;
        failure = with;
    }

    /** From now on appends wait for {@link #releaseAppends} or {@link #failHeldAppends}. */
    public synchronized void holdAppends() {
        holding = true;
    }

    /** How many appends wait. */
    public synchronized int heldAppends() {
        return held.size();
    }

    /** Appends what waits, in order, and holds no more. */
    public void releaseAppends() {
        for (HeldAppend append : takeHeld()) {
            executor.execute(() -> appendNow(append));
        }
    }

    /** Fails what waits and holds no more. */
    public void failHeldAppends(StoreException with) {
        for (HeldAppend append : takeHeld()) {
            executor.execute(() -> append.done().completeExceptionally(with));
        }
    }

    private synchronized List<HeldAppend> takeHeld() {
        holding = false;
        List<HeldAppend> taken = List.copyOf(held);
        held.clear();
        return taken;
    }

    /** Behaves as after a restart: subscriptions end with {@link StoreException.Closed}, a new epoch begins, records stay. */
    public void restart() {
        synchronized (this) {
            epoch++;
            for (MemoryShard shard : shards.values()) {
                shard.next = max(shard.next, Position.of(epoch, 0));
            }
        }
        failSubscriptions(new StoreException.Closed());
    }

    /** Ends all subscriptions. */
    public void failSubscriptions(StoreException with) {
        List<MemorySubscription> open;
        synchronized (this) {
            open = List.copyOf(subscriptions);
            subscriptions.clear();
        }
        open.forEach(subscription -> executor.execute(() -> subscription.fail(with)));
    }

    /** How many subscriptions there are. */
    public synchronized int subscriptions() {
        return subscriptions.size();
    }

    /** Ends the store's own thread, if it has one. */
    @Override
    public void close() {
        if (executor instanceof ExecutorService service) {
            service.shutdown();
        }
    }

    @Override
    public CompletionStage<Void> create(StreamId stream, List<Shard> created) {
        return run(() -> {
            for (Shard shard : created) {
                shards.computeIfAbsent(new ShardKey(stream, shard.id()),
                        key -> new MemoryShard(max(shard.start(), Position.of(epoch, 0))));
            }
            return null;
        });
    }

    @Override
    public CompletionStage<Void> delete(StreamId stream) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        executor.execute(() -> {
            List<MemorySubscription> orphans;
            synchronized (this) {
                shards.keySet().removeIf(key -> key.stream().equals(stream));
                orphans = subscriptions.stream().filter(subscription -> subscription.key.stream().equals(stream)).toList();
                subscriptions.removeAll(orphans);
            }
            orphans.forEach(subscription -> subscription.fail(new StoreException.ShardUnknown(subscription.key)));
            done.complete(null);
        });
        return done;
    }

    @Override
    public CompletionStage<Positions> append(ShardKey shard, RecordBatch batch) {
        HeldAppend append = new HeldAppend(shard, batch, new CompletableFuture<>());
        synchronized (this) {
            if (holding) {
                held.add(append);
                return append.done();
            }
        }
        executor.execute(() -> appendNow(append));
        return append.done();
    }

    private void appendNow(HeldAppend append) {
        Positions positions;
        List<MemorySubscription> waiting;
        try {
            synchronized (this) {
                MemoryShard shard = shard(append.shard());
                if (failuresLeft > 0) {
                    failuresLeft--;
                    shard.next = shard.next.plus(append.batch().count());
                    throw failure;
                }
                positions = shard.append(append.batch(), clock.millis());
                waiting = subscriptions.stream().filter(subscription -> subscription.key.equals(append.shard())).toList();
            }
        } catch (StoreException e) {
            append.done().completeExceptionally(e);
            return;
        }
        append.done().complete(positions);
        waiting.forEach(subscription -> executor.execute(subscription::deliver));
    }

    @Override
    public CompletionStage<Slice> read(ShardKey key, Position from, ReadLimit limit) {
        return run(() -> shard(key).read(from, limit));
    }

    @Override
    public Subscription open(ShardKey key, Position from, Subscriber subscriber) {
        MemorySubscription subscription = new MemorySubscription(key, from, subscriber);
        executor.execute(() -> {
            synchronized (this) {
                if (shards.containsKey(key)) {
                    subscriptions.add(subscription);
                    return;
                }
            }
            subscription.fail(new StoreException.ShardUnknown(key));
        });
        return subscription;
    }

    @Override
    public CompletionStage<Position> end(ShardKey key) {
        return run(() -> shard(key).next);
    }

    @Override
    public CompletionStage<Position> horizon(ShardKey key) {
        return run(() -> shard(key).horizon);
    }

    @Override
    public CompletionStage<Position> positionAt(ShardKey key, long arrivedAtMillis) {
        return run(() -> shard(key).positionAt(arrivedAtMillis));
    }

    @Override
    public CompletionStage<Void> trim(ShardKey key, Position before) {
        return run(() -> {
            shard(key).trim(before);
            return null;
        });
    }

    private MemoryShard shard(ShardKey key) {
        MemoryShard shard = shards.get(key);
        if (shard == null) {
            throw new StoreException.ShardUnknown(key);
        }
        return shard;
    }

    private <T> CompletionStage<T> run(Supplier<T> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        executor.execute(() -> {
            T value;
            try {
                synchronized (this) {
                    value = action.get();
                }
            } catch (StoreException e) {
                done.completeExceptionally(e);
                return;
            }
            done.complete(value);
        });
        return done;
    }

    private static Position max(Position one, Position other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private record HeldAppend(ShardKey shard, RecordBatch batch, CompletableFuture<Positions> done) {
    }

    /** Runs tasks at once, but a task that arrives while another runs waits for its end instead of nesting. */
    private static final class Trampoline implements Executor {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private boolean running;

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
            try {
                while (!tasks.isEmpty()) {
                    tasks.remove().run();
                }
            } finally {
                running = false;
            }
        }
    }

    private final class MemorySubscription implements Subscription {
        private final ShardKey key;
        private final Subscriber subscriber;
        private Position next;
        private ReadLimit wanted;
        private boolean closed;

        MemorySubscription(ShardKey key, Position from, Subscriber subscriber) {
            this.key = key;
            this.next = from;
            this.subscriber = subscriber;
        }

        @Override
        public void request(ReadLimit limit) {
            synchronized (MemoryRecordStore.this) {
                if (wanted != null) {
                    throw new IllegalStateException("a request is outstanding");
                }
                wanted = limit;
            }
            executor.execute(this::deliver);
        }

        private void deliver() {
            Slice slice;
            synchronized (MemoryRecordStore.this) {
                MemoryShard shard = shards.get(key);
                if (closed || wanted == null || shard == null) {
                    return;
                }
                slice = shard.read(next, wanted);
                if (slice.records().isEmpty()) {
                    return;
                }
                wanted = null;
                next = slice.next();
            }
            subscriber.onSlice(slice);
        }

        private void fail(StoreException with) {
            synchronized (MemoryRecordStore.this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            subscriber.onFailure(with);
        }

        @Override
        public void close() {
            synchronized (MemoryRecordStore.this) {
                closed = true;
                subscriptions.remove(this);
            }
        }
    }
}
