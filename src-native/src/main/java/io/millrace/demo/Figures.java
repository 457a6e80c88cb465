package io.millrace.demo;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;

/**
 * What the server's metrics say at one moment; the counters since its start.
 *
 * @param batches            the function has been given, over all shards
 * @param delivered          records in them
 * @param invocations        of functions, whatever their outcome
 * @param functionErrors     invocations that did not end well
 * @param medianMillis       of the function's last invocations, half were faster
 * @param slowMillis         99 of 100 were faster
 * @param iteratorAgeSeconds of the oldest record that waits, over all shards; 0 when none waits
 * @param workers            function processes
 */
record Figures(long batches, long delivered, long invocations, long functionErrors, double medianMillis, double slowMillis,
        double iteratorAgeSeconds, long workers) {

    private static final double MEDIAN = 0.5;
    private static final double SLOW = 0.99;

    static Figures of(MeterRegistry registry) {
        double invocations = sum(registry, "millrace.invocations");
        double done = registry.find("millrace.invocations").tag("outcome", "done").counters().stream().mapToDouble(Counter::count).sum();
        double age = registry.find("millrace.iterator.age").gauges().stream().mapToDouble(Gauge::value).filter(Double::isFinite)
                .max().orElse(0);
        double workers = registry.find("millrace.workers").gauges().stream().mapToDouble(Gauge::value).sum();
        return new Figures((long) sum(registry, "millrace.trigger.batches"), (long) sum(registry, "millrace.trigger.records"),
                (long) invocations, (long) (invocations - done), percentile(registry, MEDIAN), percentile(registry, SLOW), age,
                (long) workers);
    }

    private static double sum(MeterRegistry registry, String counter) {
        return registry.find(counter).counters().stream().mapToDouble(Counter::count).sum();
    }

    private static double percentile(MeterRegistry registry, double wanted) {
        Timer timer = registry.find("millrace.invocation").timer();
        if (timer == null) {
            return 0;
        }
        for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
            if (value.percentile() == wanted) {
                return value.value(TimeUnit.MILLISECONDS);
            }
        }
        return 0;
    }
}
