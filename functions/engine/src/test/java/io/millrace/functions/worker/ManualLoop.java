package io.millrace.functions.worker;

import io.millrace.clock.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A loop that runs when the test says so. */
final class ManualLoop implements EngineLoop {

    private final ManualClock clock;
    private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
    private final List<Later> later = new ArrayList<>();

    private record Later(long dueNanos, Runnable step) {
    }

    ManualLoop(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public void execute(Runnable step) {
        steps.add(step);
    }

    @Override
    public Timer after(Duration wait, Runnable step) {
        Later entry = new Later(clock.nanos() + wait.toNanos(), step);
        later.add(entry);
        return () -> later.remove(entry);
    }

    void run() {
        while (!steps.isEmpty()) {
            steps.remove().run();
        }
    }

    void advance(Duration time) {
        clock.advance(time);
        for (Later entry : later.stream().sorted(Comparator.comparingLong(Later::dueNanos)).toList()) {
            if (entry.dueNanos() <= clock.nanos() && later.remove(entry)) {
                entry.step().run();
                run();
            }
        }
    }
}
