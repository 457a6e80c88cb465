package io.millrace.stream;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where records live. All methods may be called from any thread, event loops included, and return at once; stages complete
 * on the store's own threads, so continue on yours. They fail with a {@link StoreException}.
 */
public interface RecordStore {

    /** Makes room for a new stream; durable when the stage completes. Idempotent. */
    CompletionStage<Void> create(StreamId stream, List<Shard> shards);

    /** Removes a stream's data. Readers and subscriptions of it fail with {@link StoreException.ShardUnknown}. Idempotent. */
    CompletionStage<Void> delete(StreamId stream);

    /**
     * Appends a batch in order; completes when it is durable by the configured durability. On failure none of its positions
     * is ever used again; a part of the batch may still become readable after a crash.
     */
    CompletionStage<Positions> append(ShardKey shard, RecordBatch batch);

    /** Durable records at or after {@code from}, or after the trim horizon if that is later. */
    CompletionStage<Slice> read(ShardKey shard, Position from, ReadLimit limit);

    /**
     * Pushes durable records from {@code from} on as the subscriber asks for them; nobody polls for new ones. One slice
     * is delivered per {@link Subscription#request}, never empty, never two at a time.
     */
    Subscription open(ShardKey shard, Position from, Subscriber subscriber);

    /** The position the next record will at least get. */
    CompletionStage<Position> end(ShardKey shard);

    /** The first readable position: every record before it is trimmed. */
    CompletionStage<Position> horizon(ShardKey shard);

    /** The position of the first record that arrived at or after the time; {@link #end} when there is none. */
    CompletionStage<Position> positionAt(ShardKey shard, long arrivedAtMillis);

    /** Moves the trim horizon forward to {@code before}; never back. Completes when no restart can undo it. */
    CompletionStage<Void> trim(ShardKey shard, Position before);

    /** A running delivery. */
    interface Subscription extends AutoCloseable {

        /** Asks for one more slice within the limit. At most one request may be outstanding. */
        void request(ReadLimit limit);

        /** Ends the delivery; at most one call to the subscriber that is already under way may follow. */
        @Override
        void close();
    }

    /** Receives slices on the store's threads: return at once. */
    interface Subscriber {

        void onSlice(Slice slice);

        /** The subscription is over. */
        void onFailure(StoreException failure);
    }
}
