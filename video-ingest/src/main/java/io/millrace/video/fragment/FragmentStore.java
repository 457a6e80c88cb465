package io.millrace.video.fragment;

import io.millrace.stream.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Where fragments live. All methods may be called from any thread, event loops included, and return at once; stages are
 * complete at once where no disk is needed, else complete on the store's threads, so continue on yours. They fail with a {@link io.millrace.stream.StoreException}; one for a stream that is
 * not there with {@link io.millrace.stream.StoreException.ShardUnknown}.
 */
public interface FragmentStore {

    /** Makes room for a new stream; durable when the stage completes. Idempotent. */
    CompletionStage<Void> create(StreamId stream);

    /** Removes a stream's fragments. What reads or follows it fails. Idempotent. */
    CompletionStage<Void> delete(StreamId stream);

    /**
     * Begins a fragment; gives it its number and server time. A stream has one draft at a time: beginning another discards the
     * one before, whose further calls then fail, unless its commit was asked for.
     *
     * @throws io.millrace.stream.StoreException.ShardUnknown when there is no such stream
     */
    FragmentDraft begin(StreamId stream);

    /**
     * Fragments in the range with numbers after {@code after}, by number, at most {@code limit} (1 to 5,000). For the next page
     * pass the last one's number. Producers may set their clocks back: by number is not always by producer time.
     */
    CompletionStage<List<Fragment>> list(StreamId stream, FragmentRange range, FragmentNumber after, int limit);

    /** The fragment of this number. */
    CompletionStage<Optional<Fragment>> find(StreamId stream, FragmentNumber number);

    /** The fragment committed last, if the stream has any that may be read. */
    CompletionStage<Optional<Fragment>> latest(StreamId stream);

    /** A fragment's content; empty when there is no such fragment, or no longer. */
    CompletionStage<Optional<FragmentContent>> open(StreamId stream, FragmentNumber number);

    /**
     * Pushes fragments with numbers after {@code after}, in order, those that are there and those to come, as they are asked
     * for; nobody polls. Holds nothing for a subscriber who does not ask.
     */
    Subscription follow(StreamId stream, FragmentNumber after, Subscriber subscriber);

    /**
     * Forgets the fragments that came before a time: they are no longer listed or opened. What holds their bytes is freed as soon
     * as may be. Never brings one back. Completes when no restart can undo it.
     */
    CompletionStage<Void> trim(StreamId stream, long beforeServerTimeMillis);

    /** A running delivery. */
    interface Subscription extends AutoCloseable {

        /** Asks for one more fragment; at most one may be outstanding. */
        void request();

        /** Ends the delivery; a call that is already under way may follow. */
        @Override
        void close();
    }

    /** Receives fragments on the store's threads: return at once. */
    interface Subscriber {

        void onFragment(Fragment fragment);

        /** The subscription is over. */
        void onFailure(RuntimeException failure);
    }
}
