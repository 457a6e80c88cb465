package io.millrace.video.body;

import io.millrace.stream.StreamId;
import io.millrace.video.ebml.MediaHead;
import io.millrace.video.fragment.ForwardingStore;
import io.millrace.video.fragment.Fragment;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.fragment.FragmentTag;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose drafts fail at one step, from one draft on. */
final class FailingStore extends ForwardingStore {

    /** Where it fails. */
    enum Step {
        BEGIN, WRITE,
        /** While it waits for the disk, once the writer has seen that it must wait too. */
        READY, COMMIT,
        /** Some time after the commit was asked for. */
        COMMITTED
    }

    private final Step step;
    private final RuntimeException failure;
    private final AtomicInteger goodDrafts;

    FailingStore(FragmentStore store, Step step, RuntimeException failure, int goodDrafts) {
        super(store);
        this.step = step;
        this.failure = failure;
        this.goodDrafts = new AtomicInteger(goodDrafts);
    }

    @Override
    public FragmentDraft begin(StreamId stream) {
        if (goodDrafts.getAndDecrement() > 0) {
            return super.begin(stream);
        }
        if (step == Step.BEGIN) {
            throw failure;
        }
        return new FailingDraft(super.begin(stream));
    }

    /** On one thread, as drafts are. */
    private final class FailingDraft implements FragmentDraft {

        private final FragmentDraft draft;
        private final CompletableFuture<Void> ready = new CompletableFuture<>();
        private boolean isWritten;
        private boolean isSeen;

        FailingDraft(FragmentDraft draft) {
            this.draft = draft;
        }

        @Override
        public FragmentNumber number() {
            return draft.number();
        }

        @Override
        public long serverTimeMillis() {
            return draft.serverTimeMillis();
        }

        @Override
        public void write(byte[] bytes, int from, int to) {
            if (step == Step.WRITE) {
                throw failure;
            }
            isWritten = true;
            draft.write(bytes, from, to);
        }

        @Override
        public CompletionStage<Void> ready() {
            if (step != Step.READY || !isWritten) {
                return draft.ready();
            }
            if (isSeen) {
                ready.completeExceptionally(failure);
            }
            isSeen = true;
            return ready;
        }

        @Override
        public CompletionStage<Fragment> commit(long producerTimeMillis, long timecode, long durationMillis, MediaHead head,
                List<FragmentTag> tags) {
            if (step == Step.COMMIT) {
                throw failure;
            }
            draft.discard();
            return CompletableFuture.supplyAsync(() -> {
                throw failure;
            });
        }

        @Override
        public void discard() {
            draft.discard();
        }
    }
}
