package io.millrace.functions.compiled;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.invoke.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who runs, who waits, and whose threads are stuck. Turns go round the functions, and within a function in order of arrival; each lane
 * has one invocation at a time, so no lane overtakes another. Any thread; never blocks but in {@link #close}.
 */
final class FunctionThreads implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(FunctionThreads.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1), KEEP_ALIVE = Duration.ofMinutes(1), STOP_WAIT = Duration.ofSeconds(2);

    private final CompiledSettings settings;
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Share> shares = new HashMap<>();
    private final Deque<Share> turns = new ArrayDeque<>();
    private int running;
    private int stuck;
    private int waiting;
    private boolean closed;

    /** What one function has of it. */
    private static final class Share {
        private final Deque<CompiledCall> waiting = new ArrayDeque<>();
        private int running;
        private int stuck;
    }

    FunctionThreads(CompiledSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.threads = new ThreadPoolExecutor(settings.threads(), settings.threads(), KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("compiled-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
        this.timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("compiled-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        Gauge.builder("millrace.compiled.threads", this, all -> all.locked(() -> all.running - all.stuck)).tag("state", "busy")
                .description("Threads that run compiled-in functions").register(meters);
        Gauge.builder("millrace.compiled.threads", this, all -> all.locked(() -> all.stuck)).tag("state", "stuck").register(meters);
    }

    private int locked(java.util.function.IntSupplier count) {
        lock.lock();
        try {
            return count.getAsInt();
        } finally {
            lock.unlock();
        }
    }

    /** Runs the call now, or when it is its turn if it waits, or refuses it; in any case it gets its outcome. */
    void submit(CompiledCall call, boolean waits) {
        Outcome refusal = null;
        lock.lock();
        try {
            Share share = shares.computeIfAbsent(call.function(), name -> new Share());
            if (closed) {
                refusal = new Outcome.Unavailable("the server is stopping");
            } else if (share.stuck >= settings.threadsPerFunction()) {
                refusal = stuckOutcome(call.function());
            } else if (running < settings.threads() && share.running < settings.threadsPerFunction() && share.waiting.isEmpty()) {
                start(share, call);
            } else if (!waits || waiting >= settings.waitingMax()) {
                refusal = new Outcome.Throttled(RETRY_AFTER);
            } else {
                waiting++;
                share.waiting.add(call);
                if (share.waiting.size() == 1) {
                    turns.add(share);
                }
                call.limit(timer.schedule(() -> waitedTooLong(share, call), settings.timeout().toMillis(), TimeUnit.MILLISECONDS));
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            call.end(refusal);
        }
    }

    private Outcome stuckOutcome(String function) {
        return new Outcome.Unavailable("all " + settings.threadsPerFunction() + " threads of " + function
                + " are taken by invocations that have timed out and not returned");
    }

    /** With the lock. */
    private void start(Share share, CompiledCall call) {
        running++;
        share.running++;
        ScheduledFuture<?> limit = timer.schedule(() -> timedOut(share, call), settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        call.limit(limit);
        threads.execute(() -> call.run(() -> returned(share, call), () -> answered(share, call)));
    }

    private void waitedTooLong(Share share, CompiledCall call) {
        boolean left;
        lock.lock();
        try {
            left = share.waiting.remove(call);
            if (left) {
                waiting--;
                if (share.waiting.isEmpty()) {
                    turns.remove(share);
                }
            }
        } finally {
            lock.unlock();
        }
        if (left) {
            call.end(new Outcome.Throttled(RETRY_AFTER));
        }
    }

    private void timedOut(Share share, CompiledCall call) {
        List<CompiledCall> given = new ArrayList<>();
        lock.lock();
        try {
            if (call.isAnswered()) {
                return;
            }
            call.answered();
            if (!call.hasReturned()) {
                call.stick();
                stuck++;
                share.stuck++;
                if (share.stuck >= settings.threadsPerFunction()) {
                    given.addAll(share.waiting);
                    waiting -= share.waiting.size();
                    share.waiting.clear();
                    turns.remove(share);
                }
            }
            releaseWhenOver(share, call);
        } finally {
            lock.unlock();
        }
        LOGGER.atWarn().addKeyValue("function", call.function()).addKeyValue("seconds", settings.timeout().toSeconds())
                .addKeyValue("stillRuns", !call.hasReturned()).log("compiled-in function timed out");
        call.timedOut(settings.timeout());
        given.forEach(other -> other.end(stuckOutcome(other.function())));
    }

    /** The method has returned, its answer may still be under way. */
    private void returned(Share share, CompiledCall call) {
        lock.lock();
        try {
            call.returned();
            if (call.isStuck()) {
                stuck--;
                share.stuck--;
                LOGGER.atInfo().addKeyValue("function", call.function()).log("compiled-in function has returned after its timeout");
            }
            releaseWhenOver(share, call);
        } finally {
            lock.unlock();
        }
    }

    /** The answer is there; false when the time was up before. */
    private boolean answered(Share share, CompiledCall call) {
        lock.lock();
        try {
            if (call.isAnswered()) {
                return false;
            }
            call.answered();
            releaseWhenOver(share, call);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** With the lock, after each of the two: the place is free when both have been. */
    private void releaseWhenOver(Share share, CompiledCall call) {
        if (!call.isAnswered() || !call.hasReturned()) {
            return;
        }
        running--;
        share.running--;
        for (int looks = turns.size(); looks > 0 && running < settings.threads(); looks--) {
            Share next = turns.poll();
            if (next.running < settings.threadsPerFunction()) {
                waiting--;
                CompiledCall waited = next.waiting.poll();
                waited.cancelLimit();
                start(next, waited);
            }
            if (!next.waiting.isEmpty()) {
                turns.add(next);
            }
        }
    }

    /** What waits is refused, what runs gets a moment; a function that does not return is left behind: its thread ends with the process. */
    @Override
    public void close() throws InterruptedException {
        List<CompiledCall> given = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            shares.values().forEach(share -> {
                given.addAll(share.waiting);
                share.waiting.clear();
            });
            turns.clear();
            waiting = 0;
        } finally {
            lock.unlock();
        }
        given.forEach(call -> call.end(new Outcome.Unavailable("the server is stopping")));
        threads.shutdown();
        if (!threads.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOGGER.atWarn().addKeyValue("running", locked(() -> running)).log("compiled-in functions have not returned");
        }
        timer.shutdown();
    }
}
