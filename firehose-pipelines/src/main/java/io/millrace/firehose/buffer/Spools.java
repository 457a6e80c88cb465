package io.millrace.firehose.buffer;

import io.millrace.firehose.transform.FirehoseRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/**
 * The open spools of a delivery stream. A full one is sealed when its last record comes; one that is old enough when {@link #sealDue} is
 * called. Sealed ones wait here until they are taken. One thread; blocks for the disk. After an exception the buffer is to be made
 * again from the log.
 */
public final class Spools {

    /** Bounds what a manifest says of positions to a few megabytes. */
    private static final int RANGES_MAX = 1_000_000;

    private final SpoolDirectory directory;
    private final Map<SpoolKey, Spool> open = new LinkedHashMap<>();
    private final Queue<SealedSpool> sealed = new ArrayDeque<>();
    private Function<Outcome.Way, BufferLimits> limits;
    private Optional<String> keyName = Optional.empty();
    private boolean durable;

    public Spools(SpoolDirectory directory, Function<Outcome.Way, BufferLimits> limits) {
        this.directory = directory;
        this.limits = limits;
    }

    /**
     * How spools are from now on.
     *
     * @param keyName to seal new spools with
     * @param durable whether sealed spools are forced
     */
    public void configure(Function<Outcome.Way, BufferLimits> changed, Optional<String> key, boolean forced) {
        limits = changed;
        keyName = key;
        durable = forced;
    }

    /** Open spools of data: the active partitions. */
    public long activePartitions() {
        return open.keySet().stream().filter(key -> key.way() == Outcome.Way.DATA).count();
    }

    public boolean isOpen(SpoolKey key) {
        return open.containsKey(key);
    }

    public void add(SpoolKey key, long position, long holdsFrom, FirehoseRecord record, long nowMillis) throws IOException {
        BufferLimits limit = limits.apply(key.way());
        Spool spool = open.get(key);
        if (spool != null && spool.bytes() + record.data().length > limit.bytesMax()) {
            seal(spool);
            spool = null;
        }
        if (spool == null) {
            spool = new Spool(key, directory, keyName, nowMillis);
            open.put(key, spool);
        }
        spool.add(position, holdsFrom, record);
        if (spool.bytes() >= limit.bytesMax() || spool.records() >= limit.recordsMax() || spool.ranges() >= RANGES_MAX) {
            seal(spool);
        }
    }

    /** Seals what is as old as its interval, at most so many. */
    public void sealDue(long nowMillis, int most) throws IOException {
        List<Spool> due = open.values().stream().filter(spool -> isDue(spool, nowMillis)).limit(Math.max(0, most)).toList();
        for (Spool spool : due) {
            seal(spool);
        }
    }

    /** Whether a spool is as old as its interval. */
    public boolean hasDue(long nowMillis) {
        return open.values().stream().anyMatch(spool -> isDue(spool, nowMillis));
    }

    private boolean isDue(Spool spool, long nowMillis) {
        return nowMillis - spool.openedAtMillis() >= limits.apply(spool.key().way()).interval().toMillis();
    }

    private void seal(Spool spool) throws IOException {
        open.remove(spool.key());
        sealed.add(spool.seal(durable));
    }

    /** The next sealed spool, which is the caller's from now on; empty when there is none. */
    public Optional<SealedSpool> take() {
        return Optional.ofNullable(sealed.poll());
    }

    /** Sealed spools that wait to be taken. */
    public int sealedWaiting() {
        return sealed.size();
    }

    /** The log must be kept from here for what is open or waits to be taken; {@link Long#MAX_VALUE}: for nothing. */
    public long holdsFrom() {
        long first = open.values().stream().mapToLong(Spool::holdsFrom).min().orElse(Long.MAX_VALUE);
        return Math.min(first, sealed.stream().mapToLong(SealedSpool::holdsFrom).min().orElse(Long.MAX_VALUE));
    }

    /** Arrival of the oldest record in it; {@link Long#MAX_VALUE}: it is empty. */
    public long oldestArrivedAtMillis() {
        long oldest = open.values().stream().mapToLong(Spool::oldestArrivedAtMillis).min().orElse(Long.MAX_VALUE);
        return Math.min(oldest, sealed.stream().mapToLong(SealedSpool::oldestArrivedAtMillis).min().orElse(Long.MAX_VALUE));
    }

    /** Closes all files and removes what can be removed: the log has it all. */
    public void abandon() throws IOException {
        Collection<Spool> spools = List.copyOf(open.values());
        open.clear();
        for (Spool spool : spools) {
            directory.delete(spool.abandon());
        }
        for (SealedSpool spool : sealed) {
            directory.delete(spool.file());
        }
        sealed.clear();
    }
}
