package io.millrace.demo;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.clock.Clock;

/** Feeds the stream ten times a second, reads alerts and shows both. One thread does all of it, so that nothing overlaps. */
final class Demonstration {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int TICKS_PER_VIEW = 5;
    /** PutRecords calls of one tick at most, so that alerts and figures keep their turn. */
    private static final int CALLS_PER_TICK_MAX = 20;

    private final ApiClient api;
    private final DemoPlan plan;
    private final Feed feed;
    private final DemoView view;
    private final MeterRegistry registry;
    private final Clock clock;
    private final Producer producer;
    private final AlertReader alerts;
    private long alertCount;
    private Figures figures;

    Demonstration(ApiClient api, DemoPlan plan, Feed feed, DemoView view, MeterRegistry registry, Clock clock) {
        this.api = api;
        this.plan = plan;
        this.feed = feed;
        this.view = view;
        this.registry = registry;
        this.clock = clock;
        this.producer = new Producer(api, plan.stream());
        this.alerts = new AlertReader(api);
        this.figures = Figures.of(registry);
    }

    /** Makes streams, function and mapping, or finds those of an earlier demonstration. */
    void prepare() throws IOException {
        view.tell("deploying " + DemoFunction.JAR + " as the function " + DemoFunction.NAME);
        boolean resumed = new Deployment(api, plan, clock).makeAll();
        view.tell((resumed ? "resuming behind the last checkpoint of the stream " : "made the stream ") + plan.stream());
        alerts.startAtEnd();
    }

    /** Runs until the latch opens, or the feed is over and the function has handled all of it. */
    void runUntil(CountDownLatch stop) throws Exception {
        long started = clock.nanos();
        long next = started;
        for (long tick = 0; !isDone(); tick++) {
            feed.fill(producer, clock.nanos());
            boolean taken = putWhatWaits();
            if (tick % TICKS_PER_VIEW == 0) {
                show((clock.nanos() - started) / 1e9, taken);
            }
            next = Math.max(next + TICK_NANOS, clock.nanos() - TICK_NANOS);
            if (stop.await(Math.max(0, next - clock.nanos()), TimeUnit.NANOSECONDS)) {
                return;
            }
        }
        show((clock.nanos() - started) / 1e9, true);
    }

    /** When the triggers have stopped: what there was. */
    String summary() {
        figures = Figures.of(registry);
        return "%s records in, %s delivered in %s batches, %s alerts; data in %s".formatted(Words.count(producer.accepted()),
                Words.count(figures.delivered()), Words.count(figures.batches()), Words.count(alertCount), plan.data());
    }

    /** Whether everything was taken that waited when the tick began. */
    private boolean putWhatWaits() {
        for (int calls = 0; calls < CALLS_PER_TICK_MAX && !producer.isEmpty(); calls++) {
            if (producer.putSome() == 0) {
                return false;
            }
        }
        return true;
    }

    private void show(double seconds, boolean taken) throws IOException {
        var some = alerts.readSome();
        alertCount += some.size();
        view.alerts(some);
        figures = Figures.of(registry);
        view.show(new DemoView.Scene(seconds, producer.accepted(), feed.lastReadings(), figures,
                taken ? "" : "puts are refused now; what waits is put again"));
    }

    private boolean isDone() {
        return feed.isOver() && producer.isEmpty() && figures.delivered() >= producer.accepted()
                && figures.iteratorAgeSeconds() == 0;
    }
}
