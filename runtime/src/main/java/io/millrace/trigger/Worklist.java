package io.millrace.trigger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which mappings are to be looked after, now or later. Bounded by their number: one that waits already is not added twice.
 * Any thread adds, briefly; one thread takes.
 */
final class Worklist {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<String> due = new LinkedHashSet<>();
    private final Map<String, Long> later = new HashMap<>();

    void add(String mapping) {
        lock.lock();
        try {
            due.add(mapping);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void addLater(String mapping, long atNanos) {
        lock.lock();
        try {
            later.merge(mapping, atNanos, Math::min);
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the taker without work. */
    void nudge() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** All that is due at the time; when there is nothing, waits for something at most so long and may return empty. */
    Set<String> take(long nowNanos, long atMostNanos) throws InterruptedException {
        lock.lock();
        try {
            later.forEach((mapping, at) -> {
                if (at <= nowNanos) {
                    due.add(mapping);
                }
            });
            later.keySet().removeAll(due);
            if (due.isEmpty()) {
                long wait = later.values().stream().mapToLong(at -> at - nowNanos).min().orElse(atMostNanos);
                changed.awaitNanos(Math.min(wait, atMostNanos));
            }
            Set<String> taken = new HashSet<>(due);
            due.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
