package io.millrace.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a stop, each on a platform thread of its own, because any of them may hang. What hangs is left behind, is named in the log
 * and goes on by itself: its thread is never interrupted. Any thread.
 */
final class StopSteps {

    private static final Logger LOGGER = LoggerFactory.getLogger(StopSteps.class);

    private final List<Step> begun = new ArrayList<>();

    /** One of them. */
    static final class Step {
        private final String name;
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final AtomicBoolean told = new AtomicBoolean();

        private Step(String name) {
            this.name = name;
        }

        private void run(AutoCloseable closing) {
            try {
                closing.close();
            } catch (Exception failure) {
                LOGGER.atError().addKeyValue("step", name).setCause(failure).log("not stopped cleanly");
            } finally {
                over.complete(null);
            }
        }

        private boolean isOver() {
            return over.isDone();
        }

        /** Waits for its end, also when interrupted. */
        void await(Duration most) {
            over.copy().completeOnTimeout(null, most.toNanos(), TimeUnit.NANOSECONDS).join();
            if (!isOver() && told.compareAndSet(false, true)) {
                LOGGER.atError().addKeyValue("step", name).addKeyValue("millis", most.toMillis()).log("a step of the stop hangs, going on without it");
            }
        }
    }

    /** Begins a step. What it throws is logged. */
    Step begin(String name, AutoCloseable closing) {
        Step step = new Step(name);
        synchronized (begun) {
            begun.add(step);
        }
        Thread.ofPlatform().name("stop-" + name).daemon(true).start(() -> step.run(closing));
        return step;
    }

    /** The names of those that have not ended by now. */
    List<String> hanging() {
        synchronized (begun) {
            return begun.stream().filter(step -> !step.isOver()).map(step -> step.name).toList();
        }
    }
}
