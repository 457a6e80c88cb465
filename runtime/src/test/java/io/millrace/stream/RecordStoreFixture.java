package io.millrace.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clock.Clock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;

/** What the contract tests of a store share: a stream of two shards, and short ways to write and read it. */
public abstract class RecordStoreFixture {

    protected static final StreamId STREAM = new StreamId(7);
    protected static final ShardKey SHARD = new ShardKey(STREAM, new ShardId(0));
    protected static final ShardKey OTHER_SHARD = new ShardKey(STREAM, new ShardId(1));
    protected static final ReadLimit ALL = new ReadLimit(10_000, 10 * 1024 * 1024);
    private static final int PATIENCE_SECONDS = 20;

    protected final WallClock clock = new WallClock();
    protected RecordStore store;

    /** A new, empty store on this clock, whose wall time the tests move; its nanos are the machine's. */
    protected abstract RecordStore openStore(Clock clock) throws Exception;

    /** Stops the store last opened, cleanly, and opens its data again; what it returns may be the same object. */
    protected abstract RecordStore restart() throws Exception;

    @BeforeEach
    void openEmpty() throws Exception {
        store = openStore(clock);
        await(store.create(STREAM, shards(2)));
    }

    protected static List<Shard> shards(int count) {
        List<HashRange> ranges = HashRange.split(count);
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            shards.add(new Shard(new ShardId(i), ranges.get(i), 0, Optional.empty(), Optional.empty(), Position.START,
                    Optional.empty()));
        }
        return shards;
    }

    protected static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Records with the key {@code k}. */
    protected static RecordBatch batch(String... data) {
        RecordBatch batch = new RecordBatch(64);
        for (String text : data) {
            batch.add(utf8("k"), ByteBuffer.wrap(utf8(text)));
        }
        return batch;
    }

    protected static String text(StreamRecord record) {
        return StandardCharsets.UTF_8.decode(record.data().duplicate()).toString();
    }

    protected static List<String> texts(List<StreamRecord> records) {
        return records.stream().map(RecordStoreFixture::text).toList();
    }

    /** The stage's value; a store's failure is thrown as it is. */
    protected static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw new AssertionError("stages fail with a StoreException", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the store did not answer", e);
        }
    }

    protected final Positions append(ShardKey shard, String... data) {
        return await(store.append(shard, batch(data)));
    }

    protected final List<StreamRecord> readAll(ShardKey shard, Position from) {
        List<StreamRecord> records = new ArrayList<>();
        Position next = from;
        while (true) {
            Slice slice = await(store.read(shard, next, ALL));
            records.addAll(slice.records());
            if (slice.atEnd()) {
                return records;
            }
            assertThat(slice.records()).isNotEmpty();
            next = slice.next();
        }
    }

    /** Wall time as told, machine nanos. */
    protected static final class WallClock implements Clock {
        volatile long millis = 1_000_000;

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    }

    /** Keeps what a subscription is given. */
    protected static final class SliceCollector implements RecordStore.Subscriber {
        final BlockingQueue<Slice> slices = new LinkedBlockingQueue<>();
        final CompletableFuture<StoreException> failure = new CompletableFuture<>();

        @Override
        public void onSlice(Slice slice) {
            slices.add(slice);
        }

        @Override
        public void onFailure(StoreException with) {
            failure.complete(with);
        }

        /** The next slice, which must not be empty. */
        Slice take() throws InterruptedException {
            Slice slice = slices.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(slice).as("a slice was due").isNotNull();
            assertThat(slice.records()).isNotEmpty();
            return slice;
        }

        StoreException takeFailure() {
            return await(failure);
        }
    }
}
