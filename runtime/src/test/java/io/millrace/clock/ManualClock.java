package io.millrace.clock;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves only when told. */
public final class ManualClock implements Clock {

    private final AtomicLong nanos = new AtomicLong();
    private final long originMillis;

    public ManualClock(long originMillis) {
        this.originMillis = originMillis;
    }

    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    public long millis() {
        return originMillis + nanos.get() / 1_000_000;
    }

    @Override
    public long nanos() {
        return nanos.get();
    }
}
