package io.millrace.video.fragment;

import io.millrace.stream.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A store that hands everything on to another one; its heirs stand between, for tests. */
public abstract class ForwardingStore implements FragmentStore {

    private final FragmentStore store;

    protected ForwardingStore(FragmentStore store) {
        this.store = store;
    }

    @Override
    public CompletionStage<Void> create(StreamId stream) {
        return store.create(stream);
    }

    @Override
    public CompletionStage<Void> delete(StreamId stream) {
        return store.delete(stream);
    }

    @Override
    public FragmentDraft begin(StreamId stream) {
        return store.begin(stream);
    }

    @Override
    public CompletionStage<List<Fragment>> list(StreamId stream, FragmentRange range, FragmentNumber after, int limit) {
        return store.list(stream, range, after, limit);
    }

    @Override
    public CompletionStage<Optional<Fragment>> find(StreamId stream, FragmentNumber number) {
        return store.find(stream, number);
    }

    @Override
    public CompletionStage<Optional<Fragment>> latest(StreamId stream) {
        return store.latest(stream);
    }

    @Override
    public CompletionStage<Optional<FragmentContent>> open(StreamId stream, FragmentNumber number) {
        return store.open(stream, number);
    }

    @Override
    public Subscription follow(StreamId stream, FragmentNumber after, Subscriber subscriber) {
        return store.follow(stream, after, subscriber);
    }

    @Override
    public CompletionStage<Void> trim(StreamId stream, long beforeServerTimeMillis) {
        return store.trim(stream, beforeServerTimeMillis);
    }
}
