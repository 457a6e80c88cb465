package io.millrace.catalog;

import io.millrace.stage.StageFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Changes to the catalog that follow from what is in it: when another change comes between, they begin anew from what is there then. */
public final class Attempts {

    /** Changes that meet, e.g. tags and a state, are few; more than so many conflicts in a row is a defect. */
    static final int MAX = 16;

    private Attempts() {
    }

    /**
     * Attempts the change until no other comes between, at most {@value #MAX} times. Fails as the last attempt did, also with what it
     * threw; a failure is not wrapped.
     *
     * @param attempt reads the catalog and commits what follows from it; called on any thread
     */
    public static <T> CompletionStage<T> untilUndisturbed(Supplier<? extends CompletionStage<T>> attempt) {
        CompletableFuture<T> done = new CompletableFuture<>();
        begin(attempt, MAX, done);
        return done;
    }

    private static <T> void begin(Supplier<? extends CompletionStage<T>> attempt, int left, CompletableFuture<T> done) {
        CompletionStage<T> made;
        try {
            made = attempt.get();
        } catch (RuntimeException refused) {
            done.completeExceptionally(refused);
            return;
        }
        made.whenComplete((value, failure) -> {
            if (failure == null) {
                done.complete(value);
            } else if (left > 1 && StageFailure.cause(failure) instanceof Catalog.VersionConflict) {
                begin(attempt, left - 1, done);
            } else {
                done.completeExceptionally(StageFailure.cause(failure));
            }
        });
    }
}
