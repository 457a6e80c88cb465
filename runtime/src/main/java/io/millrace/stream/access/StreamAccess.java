package io.millrace.stream.access;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When the streams are there for code in the same process: between the server's opening and its end. */
public final class StreamAccess {

    private static final Logger LOGGER = LoggerFactory.getLogger(StreamAccess.class);

    private final List<Supplier<CompletionStage<Void>>> users = new ArrayList<>();
    private final List<Consumer<LocalStreams>> waiting = new ArrayList<>();
    private LocalStreams streams;
    private boolean closed;

    /** Calls back, at once or when the server serves, on any thread; never when it ends before. Return at once. */
    public void whenServing(Consumer<LocalStreams> begin) {
        LocalStreams open;
        synchronized (this) {
            if (closed) {
                return;
            }
            open = streams;
            if (open == null) {
                waiting.add(begin);
            }
        }
        if (open != null) {
            begin.accept(open);
        }
    }

    /** The server asks these to end, and waits for the stage within its bound; the streams are closed after that. */
    public synchronized void onStop(Supplier<CompletionStage<Void>> end) {
        users.add(end);
    }

    /** The server serves. Once. */
    public void open(LocalStreams opened) {
        List<Consumer<LocalStreams>> begun;
        synchronized (this) {
            streams = opened;
            begun = List.copyOf(waiting);
            waiting.clear();
        }
        begun.forEach(begin -> begin.accept(opened));
    }

    /** Ends all users, those that came last first; returns when they have ended or the time is over. Idempotent. */
    public void close(Duration wait) {
        List<Supplier<CompletionStage<Void>>> ending;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            ending = List.copyOf(users).reversed();
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(ending.stream().map(end -> end.get().toCompletableFuture()).toArray(CompletableFuture[]::new));
        all.completeOnTimeout(null, wait.toMillis(), TimeUnit.MILLISECONDS).handle((done, failure) -> {
            if (failure != null) {
                LOGGER.atWarn().setCause(failure).log("a user of the streams has not ended well");
            }
            return done;
        }).join();
    }
}
