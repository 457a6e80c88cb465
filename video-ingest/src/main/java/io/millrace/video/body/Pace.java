package io.millrace.video.body;

/** Holds a connection to a rate: what came in one second more than it may delays what comes next. Takes the time as an argument. */
final class Pace {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long BURST_NANOS = NANOS_PER_SECOND;
    private final long perSecondMax;
    /** When all that came would have come at the rate. */
    private long paidUntilNanos;
    private boolean isBegun;

    /** @param perSecondMax 0: any */
    Pace(long perSecondMax) {
        this.perSecondMax = perSecondMax;
    }

    void came(long amount, long nowNanos) {
        if (perSecondMax > 0) {
            if (!isBegun || paidUntilNanos - nowNanos < 0) {
                paidUntilNanos = nowNanos;
                isBegun = true;
            }
            paidUntilNanos += amount * NANOS_PER_SECOND / perSecondMax;
        }
    }

    /** How long nothing more should be taken; 0 for not at all. */
    long waitNanos(long nowNanos) {
        return isBegun ? Math.max(0, paidUntilNanos - BURST_NANOS - nowNanos) : 0;
    }
}
