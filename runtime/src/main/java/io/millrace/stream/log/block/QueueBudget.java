package io.millrace.stream.log.block;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that wait for the disk, over all logs. */
final class QueueBudget {

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    QueueBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Takes room if there is some; one append is taken whatever its size when nothing else waits. */
    boolean take(long wanted) {
        long before = bytes.get();
        while (before == 0 || before + wanted <= bytesMax) {
            if (bytes.compareAndSet(before, before + wanted)) {
                return true;
            }
            before = bytes.get();
        }
        return false;
    }

    void give(long back) {
        bytes.addAndGet(-back);
    }

    long bytes() {
        return bytes.get();
    }
}
