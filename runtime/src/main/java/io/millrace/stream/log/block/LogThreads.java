package io.millrace.stream.log.block;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of all logs; platform threads that are never interrupted. Their queues hold at most one task per log or
 * outstanding call, and those are bounded by their callers.
 *
 * @param writers     commit; at most {@link LogSettings#writerThreads} at a time
 * @param readers     read files, serve subscriptions, close and open segments
 * @param completions answer appends, so that what a caller does next never delays a commit
 */
public record LogThreads(Executor writers, Executor readers, Executor completions) implements AutoCloseable {

    public static LogThreads start(LogSettings settings) {
        return new LogThreads(pool("millrace-log-writer", settings.writerThreads()),
                pool("millrace-log-reader", settings.readerThreads()), pool("millrace-log-completion", 1));
    }

    private static ExecutorService pool(String name, int threads) {
        return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name(name + "-", 0).daemon(true).factory());
    }

    /** Lets running and queued tasks end; interrupts nobody. */
    @Override
    public void close() {
        stop(writers);
        stop(readers);
        stop(completions);
    }

    private static void stop(Executor executor) {
        if (!(executor instanceof ExecutorService service)) {
            return;
        }
        service.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = service.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
