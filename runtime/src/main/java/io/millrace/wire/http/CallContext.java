package io.millrace.wire.http;

import io.millrace.clock.Clock;
import java.util.concurrent.Executor;

/** What all calls share. */
record CallContext(WireSettings settings, WireBudgets budgets, Executor pool, Clock clock, WireMeters meters, BodyArrays arrays) {

    /** Bodies and replies up to this length are dealt with on the event loop. */
    static final int INLINE_BYTES_MAX = 64 * 1024;
}
