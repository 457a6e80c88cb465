package io.millrace.trigger;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A virtual thread that steps one lane: it sleeps until the lane's own deadline or until woken. */
final class LaneThread {

    private static final Logger LOGGER = LoggerFactory.getLogger(LaneThread.class);

    private LaneThread() {
    }

    /**
     * Starts it.
     *
     * @param onEnd called once on the lane's thread when the lane is over
     */
    static void start(Lane lane, Runnable onEnd) {
        Thread thread = Thread.ofVirtual().name("lane " + lane.plan().name()).unstarted(() -> run(lane, onEnd));
        lane.onWake(() -> LockSupport.unpark(thread));
        thread.start();
    }

    private static void run(Lane lane, Runnable onEnd) {
        try {
            for (long sleep = lane.step(); sleep != Lane.OVER; sleep = lane.step()) {
                if (sleep == Long.MAX_VALUE) {
                    LockSupport.park(lane);
                } else {
                    LockSupport.parkNanos(lane, sleep);
                }
            }
        } catch (RuntimeException | Error fault) {
            LOGGER.atError().addKeyValue("mapping", lane.plan().mapping()).addKeyValue("shard", lane.plan().shard())
                    .setCause(fault).log("lane broken");
            lane.broken();
        } finally {
            onEnd.run();
        }
    }
}
