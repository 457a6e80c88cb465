package io.millrace.trigger;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes all lanes together may hold beyond each lane's own floor. A lane that gets less than it asks for goes on with
 * what it has, in smaller batches: nobody waits for bytes, so nobody can wait for ever. No lane is given more than its share
 * of the lanes that hold records now. Any thread, never blocks.
 */
final class WindowBudget {

    private final long total;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger busyLanes = new AtomicInteger();

    WindowBudget(long total) {
        this.total = total;
    }

    void laneIsBusy() {
        busyLanes.incrementAndGet();
    }

    void laneIsIdle() {
        busyLanes.decrementAndGet();
    }

    /**
     * Takes up to {@code wanted} bytes.
     *
     * @param held what the lane has taken before
     */
    long take(long wanted, long held) {
        long share = total / Math.max(1, busyLanes.get()) - held;
        while (true) {
            long before = taken.get();
            long granted = Math.min(wanted, Math.min(share, total - before));
            if (granted <= 0) {
                return 0;
            }
            if (taken.compareAndSet(before, before + granted)) {
                return granted;
            }
        }
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long takenBytes() {
        return taken.get();
    }
}
