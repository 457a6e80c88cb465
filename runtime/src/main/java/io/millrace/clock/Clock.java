package io.millrace.clock;

/** The time, injected everywhere, so that tests own it. */
public interface Clock {

    /** Milliseconds since the epoch by the wall clock; may jump. */
    long millis();

    /** Nanoseconds from an arbitrary origin, for measuring spans; never runs backwards. */
    long nanos();

    /** The machine's own clocks. */
    Clock SYSTEM = new Clock() {
        @Override
        public long millis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };
}
