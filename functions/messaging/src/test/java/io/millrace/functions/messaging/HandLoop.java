package io.millrace.functions.messaging;

import io.millrace.clock.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A loop whose steps the test runs. */
final class HandLoop implements ChannelLoop {

    private final ManualClock clock;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();

    private record Timer(long atNanos, Runnable step) {
    }

    HandLoop(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public void execute(Runnable step) {
        steps.add(step);
    }

    @Override
    public void after(Duration wait, Runnable step) {
        timers.add(new Timer(clock.nanos() + wait.toNanos(), step));
    }

    /** Runs all there is to run now. */
    void run() {
        List.copyOf(timers).stream().filter(timer -> timer.atNanos() <= clock.nanos()).forEach(timer -> {
            timers.remove(timer);
            steps.add(timer.step());
        });
        while (!steps.isEmpty()) {
            steps.poll().run();
        }
    }

    void pass(Duration time) {
        clock.advance(time);
        run();
    }
}
