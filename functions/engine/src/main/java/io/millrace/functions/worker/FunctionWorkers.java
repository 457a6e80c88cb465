package io.millrace.functions.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A function's workers and who waits for them; the pool's bookkeeping. One thread. */
final class FunctionWorkers {

    private FunctionSpec spec;
    final Turns turns = new Turns();
    final StartBackoff backoff = new StartBackoff();
    private final Set<Worker> starting = new HashSet<>();
    private final Set<Worker> stopping = new HashSet<>();
    private final Map<Worker, Long> startedNanos = new HashMap<>();
    private final ArrayDeque<Resting> idle = new ArrayDeque<>();
    private Optional<byte[]> initError = Optional.empty();
    private boolean waking;

    /** A worker that waits since then. */
    record Resting(Worker worker, long sinceNanos) {
    }

    FunctionWorkers(FunctionSpec spec) {
        this.spec = spec;
    }

    FunctionSpec spec() {
        return spec;
    }

    /** Takes over a newer generation. Returns workers of the old one that wait, and are no longer counted as such. */
    List<Worker> adopt(FunctionSpec newer) {
        if (!newer.isNewerThan(spec)) {
            return List.of();
        }
        spec = newer;
        backoff.succeeded();
        initError = Optional.empty();
        List<Worker> outdated = new ArrayList<>(idle.stream().map(Resting::worker).toList());
        idle.clear();
        outdated.addAll(starting);
        return outdated;
    }

    void started(Worker worker, long nowNanos) {
        starting.add(worker);
        startedNanos.put(worker, nowNanos);
    }

    /** The worker is idle; returns whether it is for the first time. */
    boolean initialised(Worker worker) {
        boolean fresh = starting.remove(worker);
        if (fresh) {
            backoff.succeeded();
            initError = Optional.empty();
        }
        return fresh;
    }

    void initFailed(Worker worker, byte[] error, long nowNanos) {
        starting.remove(worker);
        stopping.add(worker);
        backoff.failed(nowNanos);
        initError = Optional.of(error);
    }

    void rests(Worker worker, long nowNanos) {
        idle.push(new Resting(worker, nowNanos));
    }

    /** The worker that was busy last: it is warmest, and the others may grow old. */
    Optional<Worker> takeIdle() {
        return Optional.ofNullable(idle.poll()).map(Resting::worker);
    }

    /** The one that waits longest, if there is any. */
    Optional<Resting> oldestIdle() {
        return Optional.ofNullable(idle.peekLast());
    }

    Worker takeOldestIdle() {
        return idle.removeLast().worker();
    }

    void stops(Worker worker) {
        starting.remove(worker);
        stopping.add(worker);
    }

    void ended(Worker worker) {
        starting.remove(worker);
        stopping.remove(worker);
        startedNanos.remove(worker);
        idle.removeIf(resting -> resting.worker() == worker);
    }

    boolean isOutdated(Worker worker, long nowNanos, Duration ageMax) {
        return spec.isNewerThan(worker.spec()) || nowNanos - startedNanos.get(worker) > ageMax.toNanos();
    }

    Optional<byte[]> initError() {
        return initError;
    }

    int startingCount() {
        return starting.size();
    }

    int idleCount() {
        return idle.size();
    }

    int stoppingCount() {
        return stopping.size();
    }

    int workerCount() {
        return startedNanos.size();
    }

    long memoryBytes() {
        return startedNanos.keySet().stream().mapToLong(worker -> worker.spec().memoryBytes()).sum();
    }

    long stoppingBytes() {
        return stopping.stream().mapToLong(worker -> worker.spec().memoryBytes()).sum();
    }

    boolean isUnused() {
        return startedNanos.isEmpty() && turns.size() == 0;
    }

    /** Whether a timer already waits for the end of the backoff; sets it. */
    boolean setWaking(boolean now) {
        boolean before = waking;
        waking = now;
        return before;
    }

    List<Worker> workers() {
        return List.copyOf(startedNanos.keySet());
    }
}
