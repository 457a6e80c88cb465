package io.millrace.video.ingest;

import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentTag;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A draft without a store: its number is its time too, it is always ready, and never committed. */
abstract class NumberedDraft implements FragmentDraft {

    private final long number;

    NumberedDraft(long number) {
        this.number = number;
    }

    @Override
    public final FragmentNumber number() {
        return new FragmentNumber(number);
    }

    @Override
    public final long serverTimeMillis() {
        return number;
    }

    @Override
    public final CompletionStage<Void> ready() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public final CompletionStage<Fragment> commit(long producerTimeMillis, long timecode, long durationMillis, MediaHead head,
            List<FragmentTag> tags) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }
}
