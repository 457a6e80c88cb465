package io.millrace.video.playback;

import io.millrace.stream.StreamId;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentStore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The fragments behind a number, one after the other, waiting for those to come. One virtual thread. */
public final class FragmentTail implements AutoCloseable {

    private final CompletableFuture<Void> over;
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private final FragmentStore.Subscription subscription;
    private volatile CompletableFuture<Fragment> wanted;

    /** @param viewerGone ends the waiting; it is never completed exceptionally */
    public FragmentTail(FragmentStore store, StreamId stream, FragmentNumber after, CompletionStage<Void> viewerGone) {
        over = viewerGone.toCompletableFuture();
        subscription = store.follow(stream, after, new FragmentStore.Subscriber() {
            @Override
            public void onFragment(Fragment fragment) {
                wanted.complete(fragment);
            }

            @Override
            public void onFailure(RuntimeException failure) {
                failed.completeExceptionally(failure);
            }
        });
    }

    /** The next fragment, whenever it comes; empty once the viewer is gone. Throws what the store failed with. */
    public Optional<Fragment> next() {
        CompletableFuture<Fragment> awaited = new CompletableFuture<>();
        wanted = awaited;
        subscription.request();
        Waiting.on(CompletableFuture.anyOf(awaited, failed, over));
        return over.isDone() ? Optional.empty() : Optional.of(awaited.join());
    }

    @Override
    public void close() {
        subscription.close();
    }
}
