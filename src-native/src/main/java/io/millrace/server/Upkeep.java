package io.millrace.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls short tasks again and again on one platform thread that is never interrupted. A task that fails is called again all the same. */
final class Upkeep implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Upkeep.class);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("upkeep").daemon(true).factory());

    void every(Duration interval, String name, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException failure) {
                LOGGER.atError().addKeyValue("task", name).setCause(failure).log("upkeep failed");
            }
        };
        thread.scheduleWithFixedDelay(guarded, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns when the running task has ended, however long that takes: what it works on is closed after it. */
    @Override
    public void close() throws InterruptedException {
        thread.shutdown();
        thread.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
}
