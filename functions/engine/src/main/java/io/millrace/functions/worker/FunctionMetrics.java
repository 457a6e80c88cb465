package io.millrace.functions.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.invoke.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Invocations by function and outcome, their times, initialisations, workers by state. */
final class FunctionMetrics {

    private final MeterRegistry meters;
    private final Timer invocation;
    private final Timer init;
    private final AtomicInteger starting = new AtomicInteger(), idle = new AtomicInteger(), busy = new AtomicInteger();

    FunctionMetrics(MeterRegistry meters) {
        this.meters = meters;
        invocation = Timer.builder("millrace.invocation").description("From the hand-over to the function's answer").register(meters);
        init = Timer.builder("millrace.init").description("From the start of a worker until it is ready").register(meters);
        workers("starting", starting);
        workers("idle", idle);
        workers("busy", busy);
    }

    private void workers(String state, AtomicInteger count) {
        Gauge.builder("millrace.workers", count, AtomicInteger::get).tag("state", state).register(meters);
    }

    void initialised(Duration took) {
        init.record(took);
    }

    void ended(String functionName, Outcome outcome) {
        String word = switch (outcome) {
            case Outcome.Done done -> {
                invocation.record(done.took());
                yield "done";
            }
            case Outcome.Failed failed -> {
                invocation.record(failed.took());
                yield "failed";
            }
            case Outcome.Throttled throttled -> "throttled";
            case Outcome.Unavailable unavailable -> "unavailable";
        };
        Counter.builder("millrace.invocations").tag("function", functionName).tag("outcome", word).register(meters).increment();
    }

    /** On the loop, after any change. */
    void workers(int startingNow, int idleNow, int allNow) {
        starting.set(startingNow);
        idle.set(idleNow);
        busy.set(Math.max(0, allNow - startingNow - idleNow));
    }
}
