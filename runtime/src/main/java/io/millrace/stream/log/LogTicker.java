package io.millrace.stream.log;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that lets a store's idle logs leave their marks. Close it before the store. */
public final class LogTicker implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LogTicker.class);
    private static final Duration EVERY = Duration.ofMillis(50);
    private final ScheduledExecutorService timer;

    private LogTicker(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    public static LogTicker start(LocalRecordStore store) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("millrace-log-ticker").daemon(true).factory());
        timer.scheduleWithFixedDelay(() -> tick(store), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return new LogTicker(timer);
    }

    private static void tick(LocalRecordStore store) {
        try {
            store.tick();
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("marks of idle logs not left");
        }
    }

    /** Lets a tick under way end. */
    @Override
    public void close() {
        timer.close();
    }
}
