package io.millrace.functions.compiled;

import io.millrace.functions.batch.InvocationContext;
import io.millrace.functions.worker.FunctionErrors;
import io.millrace.invoke.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.function.BooleanSupplier;

/**
 * One invocation of a compiled-in function on its way. Its marks (answered, returned, stuck) belong to {@link FunctionThreads} and its
 * lock; its outcome is given once.
 */
final class CompiledCall {

    private final Prepared function;
    private final Event event;
    private final InvocationContext context;
    private final Work work;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile ScheduledFuture<?> limit;
    private boolean answered;
    private volatile boolean returned;
    private boolean stuck;

    /** What the function is given: made on its own thread, since it may be long. */
    @FunctionalInterface
    interface Event {
        /** Fails with whatever the event has wrong. */
        Object input() throws Exception;
    }

    /** What is measured and made of answers. */
    interface Work {
        /** The call runs; returns when that is, in nanoseconds. */
        long begun();

        Outcome done(Object value, long begunNanos);

        Outcome failed(Throwable failure, long begunNanos);
    }

    CompiledCall(Prepared function, Event event, InvocationContext context, Work work) {
        this.function = function;
        this.event = event;
        this.context = context;
        this.work = work;
    }

    String function() {
        return function.name();
    }

    /** Completes normally. */
    CompletionStage<Outcome> outcome() {
        return outcome;
    }

    void limit(ScheduledFuture<?> timer) {
        limit = timer;
    }

    void cancelLimit() {
        limit.cancel(false);
    }

    /** On the function's thread. */
    void run(Runnable whenReturned, BooleanSupplier whenAnswered) {
        long begun = work.begun();
        CompletionStage<Object> answer;
        try {
            answer = function.function().call(event.input(), context);
        } catch (Throwable failure) {
            answer = CompletableFuture.failedStage(failure);
        }
        whenReturned.run();
        answer.whenComplete((value, failure) -> {
            Outcome told = failure == null ? work.done(value, begun) : work.failed(failure, begun);
            if (whenAnswered.getAsBoolean()) {
                cancelLimit();
                outcome.complete(told);
            }
        });
    }

    void timedOut(Duration timeout) {
        outcome.complete(new Outcome.Failed(FunctionErrors.UNHANDLED, FunctionErrors.timedOut(context.requestId(), timeout), timeout));
    }

    void end(Outcome refusal) {
        if (limit != null) {
            cancelLimit();
        }
        outcome.complete(refusal);
    }

    boolean isAnswered() {
        return answered;
    }

    void answered() {
        answered = true;
    }

    boolean hasReturned() {
        return returned;
    }

    void returned() {
        returned = true;
    }

    boolean isStuck() {
        return stuck;
    }

    void stick() {
        stuck = true;
    }
}
