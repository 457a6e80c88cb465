package io.millrace.functions.worker;

import io.millrace.clock.Clock;
import io.millrace.invoke.Outcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who runs, starts, waits and ends. Everything on the loop.
 *
 * <p>An invocation goes to an idle worker of its function. Where there is none, a worker is started if the bounds allow it, if need be
 * in the room of idle workers of other functions. Callers in lanes wait for their turn; others are throttled when no start is possible.
 * A function that waits longer than the patience gets room from one that has more, one worker at a time, when that worker has finished.
 */
final class WorkerPool implements Worker.Listener {

    private static final Duration RETRY_AFTER = Duration.ofMillis(100);
    private static final int SWEEPS_PER_IDLE_MAX = 10;

    private final PoolLimits limits;
    private final Worker.Factory factory;
    private final EngineLoop loop;
    private final Clock clock;
    private final Map<String, FunctionWorkers> functions = new HashMap<>();
    private int waiting;
    private boolean closed;

    WorkerPool(PoolLimits limits, Worker.Factory factory, EngineLoop loop, Clock clock) {
        this.limits = limits;
        this.factory = factory;
        this.loop = loop;
        this.clock = clock;
        loop.after(limits.idleMax().dividedBy(SWEEPS_PER_IDLE_MAX), this::sweep);
    }

    /** Runs it as soon as it is its turn, or ends it at once. */
    void invoke(FunctionSpec spec, Invocation invocation) {
        FunctionWorkers function = functions.computeIfAbsent(spec.name(), name -> new FunctionWorkers(spec));
        function.adopt(spec).forEach(this::stop);
        if (closed || function.spec().memoryBytes() > limits.memoryBytes()) {
            invocation.end(new Outcome.Unavailable(closed ? "the server stops" : "MemorySize is larger than the memory for all workers"));
            return;
        }
        Optional<Worker> idle = function.turns.size() == 0 ? function.takeIdle() : Optional.empty();
        if (idle.isPresent()) {
            idle.get().run(invocation);
        } else if (waiting >= limits.waitingMax()) {
            invocation.end(new Outcome.Throttled(RETRY_AFTER));
        } else if (!invocation.waits() && !function.backoff.left(clock.nanos()).isZero() && function.initError().isPresent()) {
            invocation.end(new Outcome.Failed(FunctionErrors.UNHANDLED, function.initError().get(), Duration.ZERO));
        } else if (!invocation.waits() && !mayStartFor(function)) {
            invocation.end(new Outcome.Throttled(RETRY_AFTER));
        } else {
            function.turns.add(invocation);
            waiting++;
            balance();
        }
    }

    /** The function has a new generation: what waits of the old one ends now, what runs when it has finished. */
    void adopt(FunctionSpec spec) {
        FunctionWorkers function = functions.get(spec.name());
        if (function != null) {
            function.adopt(spec).forEach(this::stop);
            balance();
        }
    }

    /** The function is gone: who waits is told, what runs may finish. */
    void remove(String name, long creationId) {
        FunctionWorkers function = functions.get(name);
        if (function == null || function.spec().creationId() != creationId) {
            return;
        }
        for (Invocation invocation : function.turns.removeAll()) {
            waiting--;
            invocation.end(new Outcome.Unavailable("the function has been deleted"));
        }
        FunctionSpec last = function.spec();
        function.adopt(new FunctionSpec(name, last.arn(), creationId, Integer.MAX_VALUE, last.configuration(), last.code())).forEach(this::stop);
        forgetIfUnused(function);
    }

    /** Ends everything. Who waits is told; what runs is killed. */
    void close() {
        closed = true;
        for (FunctionWorkers function : List.copyOf(functions.values())) {
            for (Invocation invocation : function.turns.removeAll()) {
                waiting--;
                invocation.end(new Outcome.Unavailable("the server stops"));
            }
            function.workers().forEach(this::stop);
        }
    }

    int startingCount() {
        return functions.values().stream().mapToInt(FunctionWorkers::startingCount).sum();
    }

    int idleCount() {
        return functions.values().stream().mapToInt(FunctionWorkers::idleCount).sum();
    }

    int workerCount() {
        return functions.values().stream().mapToInt(FunctionWorkers::workerCount).sum();
    }

    @Override
    public void idle(Worker worker) {
        FunctionWorkers function = of(worker);
        boolean fresh = function.initialised(worker);
        if (closed || function.isOutdated(worker, clock.nanos(), limits.ageMax()) || !fresh && mustYield(function)) {
            stop(worker);
        } else {
            Optional<Invocation> next = function.turns.next();
            if (next.isPresent()) {
                waiting--;
                worker.run(next.get());
            } else {
                function.rests(worker, clock.nanos());
            }
        }
        balance();
    }

    @Override
    public void initFailed(Worker worker, byte[] error, byte[] tail) {
        FunctionWorkers function = of(worker);
        boolean current = !function.spec().isNewerThan(worker.spec());
        if (current) {
            function.initFailed(worker, error, clock.nanos());
            function.turns.next().ifPresent(invocation -> {
                waiting--;
                invocation.end(new Outcome.Failed(FunctionErrors.UNHANDLED, error, Duration.ZERO), tail);
            });
        }
    }

    @Override
    public void ended(Worker worker) {
        FunctionWorkers function = of(worker);
        function.ended(worker);
        forgetIfUnused(function);
        balance();
    }

    private void forgetIfUnused(FunctionWorkers function) {
        if (function.isUnused() && function.backoff.left(clock.nanos()).isZero()) {
            functions.remove(function.spec().name(), function);
        }
    }

    private FunctionWorkers of(Worker worker) {
        return functions.get(worker.spec().name());
    }

    private void stop(Worker worker) {
        of(worker).stops(worker);
        worker.stop();
    }

    /** Starts workers for those who wait, as far as there is room: who waits too long comes first, then who has less, then who waits longer. */
    private void balance() {
        if (waiting == 0 || closed) {
            return;
        }
        List<FunctionWorkers> inNeed = functions.values().stream().filter(function -> function.turns.size() > function.startingCount())
                .sorted(Comparator.comparing((FunctionWorkers function) -> !isImpatient(function))
                        .thenComparingLong(function -> function.memoryBytes() - function.stoppingBytes())
                        .thenComparing(Comparator.comparing(this::longestWait).reversed())).toList();
        long reserved = 0;
        for (FunctionWorkers function : inNeed) {
            while (function.turns.size() > function.startingCount() && startingCount() < limits.startsMax()) {
                Start start = tryStart(function, reserved);
                if (start == Start.WAITS_FOR_ROOM) {
                    reserved += function.spec().memoryBytes();
                }
                if (start != Start.DONE) {
                    break;
                }
            }
        }
    }

    private enum Start { DONE, WAITS_FOR_ROOM, NOT_NOW }

    private Start tryStart(FunctionWorkers function, long reserved) {
        long need = function.spec().memoryBytes();
        Duration backoff = function.backoff.left(clock.nanos());
        if (!backoff.isZero()) {
            wakeAfter(function, backoff);
            return Start.NOT_NOW;
        }
        if (!withinOwnBound(function)) {
            return Start.NOT_NOW;
        }
        if (usedBytes() + need + reserved <= limits.memoryBytes()) {
            Worker worker = factory.start(function.spec(), this);
            function.started(worker, clock.nanos());
            return Start.DONE;
        }
        return makeRoom(need + reserved) || isImpatient(function) ? Start.WAITS_FOR_ROOM : Start.NOT_NOW;
    }

    /** Ends idle workers, longest idle first, until what is free or soon free suffices. */
    private boolean makeRoom(long bytes) {
        if (bytes > limits.memoryBytes()) {
            return false;
        }
        while (limits.memoryBytes() - usedBytes() + stoppingBytes() < bytes) {
            Optional<FunctionWorkers> oldest = functions.values().stream().filter(function -> function.oldestIdle().isPresent())
                    .min(Comparator.comparingLong(function -> function.oldestIdle().get().sinceNanos()));
            if (oldest.isEmpty()) {
                return false;
            }
            stop(oldest.get().takeOldestIdle());
        }
        return true;
    }

    private void wakeAfter(FunctionWorkers function, Duration wait) {
        if (!function.setWaking(true)) {
            loop.after(wait, () -> {
                function.setWaking(false);
                balance();
            });
        }
    }

    private boolean withinOwnBound(FunctionWorkers function) {
        return function.workerCount() == 0 || function.memoryBytes() + function.spec().memoryBytes() <= limits.functionMemoryBytes();
    }

    /** Whether a worker could be started for one more caller that does not wait. */
    private boolean mayStartFor(FunctionWorkers function) {
        long need = function.spec().memoryBytes();
        long idleBytes = functions.values().stream().mapToLong(other -> other.idleCount() * other.spec().memoryBytes()).sum();
        long promised = functions.values().stream().mapToLong(
                other -> Math.max(0, other.turns.immediate() - other.startingCount()) * other.spec().memoryBytes()).sum();
        return withinOwnBound(function) && usedBytes() - stoppingBytes() - idleBytes + promised + need <= limits.memoryBytes();
    }

    /** Whether the worker that has just finished must make room: another function waits too long and has less. */
    private boolean mustYield(FunctionWorkers owner) {
        long free = limits.memoryBytes() - usedBytes() + stoppingBytes();
        return functions.values().stream().filter(other -> other != owner && other.turns.size() > other.startingCount())
                .filter(other -> isImpatient(other) && withinOwnBound(other))
                .filter(other -> free < other.spec().memoryBytes() && other.backoff.left(clock.nanos()).isZero())
                .anyMatch(other -> other.memoryBytes() - other.stoppingBytes() == 0
                        || other.memoryBytes() + other.spec().memoryBytes() <= owner.memoryBytes() - owner.spec().memoryBytes());
    }

    private boolean isImpatient(FunctionWorkers function) {
        return longestWait(function).compareTo(limits.patience()) > 0;
    }

    private Duration longestWait(FunctionWorkers function) {
        return function.turns.peek().map(invocation -> invocation.waited(clock.nanos())).orElse(Duration.ZERO);
    }

    private long usedBytes() {
        return functions.values().stream().mapToLong(FunctionWorkers::memoryBytes).sum();
    }

    private long stoppingBytes() {
        return functions.values().stream().mapToLong(FunctionWorkers::stoppingBytes).sum();
    }

    private void sweep() {
        long now = clock.nanos();
        for (FunctionWorkers function : List.copyOf(functions.values())) {
            while (function.oldestIdle().filter(resting -> now - resting.sinceNanos() > limits.idleMax().toNanos()).isPresent()) {
                stop(function.takeOldestIdle());
            }
            forgetIfUnused(function);
        }
        if (!closed) {
            loop.after(limits.idleMax().dividedBy(SWEEPS_PER_IDLE_MAX), this::sweep);
        }
    }
}
