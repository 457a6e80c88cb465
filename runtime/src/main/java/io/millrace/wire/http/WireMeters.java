package io.millrace.wire.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.wire.WireFault;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is measured of calls. Any thread. */
final class WireMeters {

    private static final String API = "api";

    private record FaultOfApi(String api, WireFault fault) {
    }

    private final MeterRegistry registry;
    private final Map<WireOperation<?>, Timer> timers = new ConcurrentHashMap<>();
    private final Map<FaultOfApi, Counter> faults = new ConcurrentHashMap<>();

    WireMeters(MeterRegistry registry, WireBudgets budgets) {
        this.registry = registry;
        gauge("data", budgets.data());
        gauge("control", budgets.control());
        gauge("reply", budgets.replies());
    }

    private void gauge(String share, ByteBudget budget) {
        Gauge.builder("millrace.wire.budget.bytes", budget, ByteBudget::usedBytes).tag("share", share).register(registry);
    }

    /** From the head of the request to the end of the reply. */
    Timer timer(WireApi api, WireOperation<?> operation) {
        return timers.computeIfAbsent(operation, key ->
                Timer.builder("millrace.wire.call").tags(API, api.name(), "operation", operation.name()).register(registry));
    }

    void count(String api, WireFault fault) {
        faults.computeIfAbsent(new FaultOfApi(api, fault), key -> Counter.builder("millrace.wire.faults").tags(API, api, "fault", fault.wireName()).register(registry))
                .increment();
    }
}
