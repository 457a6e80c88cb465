package io.millrace.stage;

import java.util.concurrent.CompletionException;

/** How a stage failed. */
public final class StageFailure {

    private StageFailure() {
    }

    /** The failure itself: dependent stages get it wrapped in a {@link CompletionException}, the stage's own callers may not. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
