package io.millrace.stream.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the open segments' indexes of all streams may take together. When it is spent, the owners of the largest ones are
 * asked to close their segments early, enough of them to come back below the limit; until they have, it is overdrawn by
 * what their logs write meanwhile. Any thread.
 */
public final class IndexBudget {

    private final long bytesMax;
    private final AtomicLong used = new AtomicLong();
    private final Set<OpenSegmentIndex> open = new LinkedHashSet<>();
    private final Set<OpenSegmentIndex> asked = new HashSet<>();

    /** @param bytesMax at least 1; 64 MiB hold about two million blocks */
    public IndexBudget(long bytesMax) {
        if (bytesMax < 1) {
            throw new IllegalArgumentException("no room for indexes: " + bytesMax);
        }
        this.bytesMax = bytesMax;
    }

    public long bytesMax() {
        return bytesMax;
    }

    public long usedBytes() {
        return used.get();
    }

    synchronized void register(OpenSegmentIndex index) {
        open.add(index);
    }

    void grown(long bytes) {
        if (used.addAndGet(bytes) > bytesMax) {
            choose().forEach(OpenSegmentIndex::wantClose);
        }
    }

    void release(OpenSegmentIndex index) {
        synchronized (this) {
            if (!open.remove(index)) {
                return;
            }
            asked.remove(index);
        }
        used.addAndGet(-index.memoryBytes());
    }

    private synchronized List<OpenSegmentIndex> choose() {
        long excess = used.get() - bytesMax - asked.stream().mapToLong(OpenSegmentIndex::memoryBytes).sum();
        List<OpenSegmentIndex> chosen = new ArrayList<>();
        if (excess <= 0) {
            return chosen;
        }
        List<OpenSegmentIndex> largestFirst = open.stream().filter(index -> !asked.contains(index))
                .sorted(Comparator.comparingLong(OpenSegmentIndex::memoryBytes).reversed()).toList();
        for (OpenSegmentIndex index : largestFirst) {
            if (excess > 0) {
                chosen.add(index);
                excess -= index.memoryBytes();
            }
        }
        asked.addAll(chosen);
        return chosen;
    }
}
