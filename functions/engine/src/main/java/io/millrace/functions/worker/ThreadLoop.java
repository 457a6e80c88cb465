package io.millrace.functions.worker;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loop on a platform thread. A step that throws is a defect: it is reported, and the loop goes on. */
final class ThreadLoop implements EngineLoop, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ThreadLoop.class);

    private final ScheduledThreadPoolExecutor executor;

    ThreadLoop(String name) {
        executor = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(name).factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable step) {
        try {
            executor.execute(guarded(step));
        } catch (RejectedExecutionException stopped) {
            LOGGER.atDebug().log("step after the stop");
        }
    }

    @Override
    public Timer after(Duration wait, Runnable step) {
        try {
            ScheduledFuture<?> future = executor.schedule(guarded(step), wait.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException stopped) {
            return () -> { };
        }
    }

    @Override
    public void close() {
        executor.close();
    }

    private static Runnable guarded(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException | Error defect) {
                LOGGER.atError().setCause(defect).log("step failed");
            }
        };
    }
}
