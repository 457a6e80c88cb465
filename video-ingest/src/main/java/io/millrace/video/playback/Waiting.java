package io.millrace.video.playback;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Waiting for stages in straight-line code, on virtual threads only. */
public final class Waiting {

    private Waiting() {
    }

    /** The stage's result; its failure as it is, if that is unchecked. */
    public static <T> T on(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }
}
