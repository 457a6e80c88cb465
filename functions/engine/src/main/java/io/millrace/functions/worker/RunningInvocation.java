package io.millrace.functions.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An invocation a process has been given.
 *
 * @param handedNanos when
 * @param limit       ends it when its time is over
 */
record RunningInvocation(Invocation invocation, long handedNanos, EngineLoop.Timer limit) {

    private static final double MEBIBYTE = 1024 * 1024;

    String requestId() {
        return invocation.requestId();
    }

    Duration took(long nowNanos) {
        return Duration.ofNanos(nowNanos - handedNanos);
    }

    /** The lines Lambda writes at the end of an invocation. */
    String[] report(int memoryMebibytes, long peakMemoryBytes, long nowNanos, Optional<Duration> initTook, Optional<String> lastLine) {
        List<String> lines = new ArrayList<>();
        lastLine.ifPresent(lines::add);
        double millis = took(nowNanos).toNanos() / 1e6;
        lines.add("END RequestId: " + requestId());
        lines.add(String.format(Locale.ROOT, "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\tMax Memory Used: %d MB%s",
                requestId(), millis, (long) Math.ceil(millis), memoryMebibytes, (long) Math.ceil(peakMemoryBytes / MEBIBYTE),
                initTook.map(init -> String.format(Locale.ROOT, "\tInit Duration: %.2f ms", init.toNanos() / 1e6)).orElse("")));
        return lines.toArray(String[]::new);
    }
}
