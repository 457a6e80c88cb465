package io.millrace.video.fragment;

import io.millrace.clock.Clock;
import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamId;
import io.millrace.video.ebml.MediaHead;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Fragments in memory, for tests. Everything happens on one thread of its own, as a real store's answers do. */
public final class MemoryFragmentStore implements FragmentStore, AutoCloseable {

    private static final int PIECE_BYTES = 1000;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon(true).name("fragments").factory());
    private final Map<StreamId, Stream> streams = new HashMap<>();

    public MemoryFragmentStore(Clock clock) {
        this.clock = clock;
    }

    private record Stored(Fragment fragment, byte[] content) {
    }

    private final class Stream {
        private final StreamId id;
        private final TreeMap<FragmentNumber, Stored> fragments = new TreeMap<>();
        private final List<MemorySubscription> subscriptions = new ArrayList<>();
        private long numbers = Position.of(1, 0).value();
        private long lastServerTimeMillis;
        private long keptFromMillis = Long.MIN_VALUE;
        private MemoryDraft draft;

        Stream(StreamId id) {
            this.id = id;
        }
    }

    @Override
    public CompletionStage<Void> create(StreamId stream) {
        return later(() -> {
            streams.computeIfAbsent(stream, Stream::new);
            return null;
        });
    }

    @Override
    public synchronized CompletionStage<Void> delete(StreamId stream) {
        Stream removed = streams.remove(stream);
        return later(() -> {
            if (removed != null) {
                List.copyOf(removed.subscriptions).forEach(subscription -> subscription.fail(unknown(stream)));
            }
            return null;
        });
    }

    @Override
    public synchronized FragmentDraft begin(StreamId stream) {
        Stream found = existing(stream);
        found.lastServerTimeMillis = Math.max(found.lastServerTimeMillis, clock.millis());
        found.draft = new MemoryDraft(found, new FragmentNumber(++found.numbers), found.lastServerTimeMillis);
        return found.draft;
    }

    @Override
    public CompletionStage<List<Fragment>> list(StreamId stream, FragmentRange range, FragmentNumber after, int limit) {
        return later(() -> existing(stream).fragments.tailMap(after, false).values().stream().map(Stored::fragment)
                .filter(range::contains).limit(limit).toList());
    }

    @Override
    public CompletionStage<Optional<Fragment>> find(StreamId stream, FragmentNumber number) {
        return later(() -> Optional.ofNullable(existing(stream).fragments.get(number)).map(Stored::fragment));
    }

    @Override
    public CompletionStage<Optional<Fragment>> latest(StreamId stream) {
        return later(() -> Optional.ofNullable(existing(stream).fragments.lastEntry()).map(last -> last.getValue().fragment()));
    }

    @Override
    public CompletionStage<Optional<FragmentContent>> open(StreamId stream, FragmentNumber number) {
        return later(() -> Optional.ofNullable(existing(stream).fragments.get(number)).map(MemoryContent::new));
    }

    @Override
    public Subscription follow(StreamId stream, FragmentNumber after, Subscriber subscriber) {
        MemorySubscription subscription = new MemorySubscription(stream, after, subscriber);
        later(() -> {
            Stream found = streams.get(stream);
            if (found == null) {
                subscription.fail(unknown(stream));
            } else {
                found.subscriptions.add(subscription);
                subscription.deliver();
            }
            return null;
        });
        return subscription;
    }

    @Override
    public CompletionStage<Void> trim(StreamId stream, long beforeServerTimeMillis) {
        return later(() -> {
            Stream found = existing(stream);
            found.keptFromMillis = Math.max(found.keptFromMillis, beforeServerTimeMillis);
            found.fragments.values().removeIf(stored -> stored.fragment.serverTimeMillis() < found.keptFromMillis);
            return null;
        });
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    private Stream existing(StreamId stream) {
        Stream found = streams.get(stream);
        if (found == null) {
            throw unknown(stream);
        }
        return found;
    }

    private static StoreException unknown(StreamId stream) {
        return new StoreException.ShardUnknown(new ShardKey(stream, new ShardId(0)));
    }

    private interface Work<T> {
        T run();
    }

    private <T> CompletionStage<T> later(Work<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                T result;
                synchronized (this) {
                    result = work.run();
                }
                done.complete(result);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private final class MemoryDraft implements FragmentDraft {
        private final Stream stream;
        private final FragmentNumber number;
        private final long serverTimeMillis;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        MemoryDraft(Stream stream, FragmentNumber number, long serverTimeMillis) {
            this.stream = stream;
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
        public void write(byte[] bytes, int from, int to) {
            content.write(bytes, from, to - from);
        }

        @Override
        public CompletionStage<Void> ready() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Fragment> commit(long producerTimeMillis, long timecode, long durationMillis, MediaHead head,
                List<FragmentTag> tags) {
            boolean isMine;
            synchronized (MemoryFragmentStore.this) {
                isMine = stream.draft == this;
                stream.draft = isMine ? null : stream.draft;
            }
            return later(() -> {
                if (!isMine || streams.get(stream.id) != stream) {
                    throw new IllegalStateException("the draft was discarded");
                }
                Fragment fragment = new Fragment(number, producerTimeMillis, serverTimeMillis, timecode, durationMillis, content.size(),
                        head, tags);
                stream.fragments.put(number, new Stored(fragment, content.toByteArray()));
                List.copyOf(stream.subscriptions).forEach(MemorySubscription::deliver);
                return fragment;
            });
        }

        @Override
        public void discard() {
            synchronized (MemoryFragmentStore.this) {
                if (stream.draft == this) {
                    stream.draft = null;
                }
            }
        }
    }

    private record MemoryContent(Stored stored) implements FragmentContent {

        @Override
        public Fragment fragment() {
            return stored.fragment;
        }

        @Override
        public CompletionStage<ByteBuffer> read(long offset) {
            int from = Math.toIntExact(offset);
            int length = Math.min(PIECE_BYTES - from % PIECE_BYTES, stored.content.length - from);
            return CompletableFuture.completedFuture(ByteBuffer.wrap(stored.content, from, length).slice().asReadOnlyBuffer());
        }
    }

    private final class MemorySubscription implements Subscription {
        private final StreamId stream;
        private final Subscriber subscriber;
        private FragmentNumber last;
        private boolean wanted;
        private boolean over;

        MemorySubscription(StreamId stream, FragmentNumber after, Subscriber subscriber) {
            this.stream = stream;
            this.last = after;
            this.subscriber = subscriber;
        }

        @Override
        public void request() {
            synchronized (MemoryFragmentStore.this) {
                if (wanted) {
                    throw new IllegalStateException("a request is outstanding");
                }
                wanted = true;
            }
            later(() -> {
                deliver();
                return null;
            });
        }

        /** Under the store's lock, on its thread. */
        private void deliver() {
            Stream found = streams.get(stream);
            Map.Entry<FragmentNumber, Stored> next = found == null ? null : found.fragments.higherEntry(last);
            if (wanted && !over && next != null) {
                wanted = false;
                last = next.getKey();
                subscriber.onFragment(next.getValue().fragment);
            }
        }

        private void fail(RuntimeException failure) {
            if (!over) {
                close();
                subscriber.onFailure(failure);
            }
        }

        @Override
        public void close() {
            synchronized (MemoryFragmentStore.this) {
                over = true;
                Stream found = streams.get(stream);
                if (found != null) {
                    found.subscriptions.remove(this);
                }
            }
        }
    }
}
