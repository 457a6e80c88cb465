package io.millrace.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Catalog.VersionConflict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void beginsAnewAfterAConflict() {
        CompletionStage<String> change = Attempts.untilUndisturbed(() -> attempts.incrementAndGet() < 3
                ? CompletableFuture.failedStage(new CompletionException(conflict())) : CompletableFuture.completedStage("made"));
        assertThat(change).isCompletedWithValue("made");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void endsAfterTheLastAttemptWithItsConflict() {
        assertThat(failure(() -> CompletableFuture.failedStage(conflict()))).isInstanceOf(VersionConflict.class);
        assertThat(attempts).hasValue(Attempts.MAX);
    }

    @Test
    void anyOtherFailureEndsAtOnceAndUnwrapped() {
        RuntimeException other = new IllegalStateException();
        assertThat(failure(() -> CompletableFuture.failedStage(new CompletionException(other)))).isSameAs(other);
        assertThat(failure(() -> {
            throw other;
        })).isSameAs(other);
        assertThat(attempts).hasValue(2);
    }

    private Throwable failure(java.util.function.Supplier<CompletionStage<String>> attempt) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Attempts.<String>untilUndisturbed(() -> {
            attempts.incrementAndGet();
            return attempt.get();
        }).whenComplete((value, thrown) -> failure.set(thrown));
        return failure.get();
    }

    private static VersionConflict conflict() {
        return new VersionConflict("kind", "key", 1, 2);
    }
}
