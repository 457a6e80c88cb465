package io.millrace.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Lines for a file or a pipe: {@code batch …} when new batches have been delivered, {@code alert …} for each alert. */
final class LineView implements DemoView {

    private final PrintStream out;
    private long batchesShown;
    private double shownAtSeconds = -1;

    LineView(PrintStream out) {
        this.out = out;
    }

    @Override
    public void tell(String line) {
        out.println(line);
    }

    @Override
    public void show(Scene scene) {
        Figures figures = scene.figures();
        if (figures.batches() == batchesShown || scene.seconds() - shownAtSeconds < 1) {
            return;
        }
        out.println(String.format(Locale.ROOT,
                "batch new=%d total=%d records_in=%d delivered=%d p50=%.1fms p99=%.1fms iterator_age=%.2fs errors=%d%s",
                figures.batches() - batchesShown, figures.batches(), scene.accepted(), figures.delivered(), figures.medianMillis(),
                figures.slowMillis(), figures.iteratorAgeSeconds(), figures.functionErrors(),
                scene.note().isEmpty() ? "" : " note=\"" + scene.note() + "\""));
        batchesShown = figures.batches();
        shownAtSeconds = scene.seconds();
    }

    @Override
    public void alerts(List<AlertReader.Alert> alerts) {
        alerts.forEach(alert -> out.println("alert " + alert.words()));
    }

    @Override
    public void close() {
        out.flush();
    }
}
