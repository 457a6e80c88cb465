package io.millrace.demo;

import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

import io.millrace.clock.Clock;

/**
 * A calm screen of 79 columns and at most 24 lines, drawn in place with the escape sequences of ECMA-48 on the terminal's
 * alternate screen, so that what was there before comes back at the end.
 */
final class ScreenView implements DemoView {

    private static final int COLUMNS = 79;
    private static final int ALERTS_SHOWN = 7;
    private static final int RATE_SECONDS = 10;
    private static final String ENTER = "\033[?1049h\033[?25l\033[2J";
    private static final String LEAVE = "\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String CLEAR_LINE_END = "\033[K";
    private static final String CLEAR_SCREEN_END = "\033[J";
    private static final String BOLD = "\033[1m";
    private static final String DIM = "\033[2m";
    private static final String YELLOW = "\033[33m";
    private static final String PLAIN = "\033[0m";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintStream out;
    private final URI endpoint;
    private final DemoPlan plan;
    private final Clock clock;
    private final Deque<Scene> past = new ArrayDeque<>();
    private final Deque<String> lastAlerts = new ArrayDeque<>();
    private long alertCount;
    private boolean entered;

    ScreenView(PrintStream out, URI endpoint, DemoPlan plan, Clock clock) {
        this.out = out;
        this.endpoint = endpoint;
        this.plan = plan;
        this.clock = clock;
    }

    @Override
    public void tell(String line) {
        out.println(line);
    }

    @Override
    public void alerts(List<AlertReader.Alert> alerts) {
        alertCount += alerts.size();
        String time = TIME.format(LocalTime.ofInstant(Instant.ofEpochMilli(clock.millis()), ZoneId.systemDefault()));
        for (AlertReader.Alert alert : alerts) {
            lastAlerts.addFirst("  " + time + "  " + alert.words());
            if (lastAlerts.size() > ALERTS_SHOWN) {
                lastAlerts.removeLast();
            }
        }
    }

    @Override
    public void show(Scene scene) {
        past.addLast(scene);
        while (scene.seconds() - past.getFirst().seconds() > RATE_SECONDS) {
            past.removeFirst();
        }
        StringBuilder screen = new StringBuilder(entered ? HOME : ENTER + HOME);
        entered = true;
        for (String line : lines(scene)) {
            screen.append(line).append(CLEAR_LINE_END).append('\n');
        }
        out.print(screen.append(CLEAR_SCREEN_END));
        out.flush();
    }

    @Override
    public void close() {
        if (entered) {
            entered = false;
            out.print(LEAVE);
            out.flush();
        }
    }

    private List<String> lines(Scene scene) {
        Figures figures = scene.figures();
        Scene first = past.getFirst();
        double span = Math.max(scene.seconds() - first.seconds(), 0.001);
        List<String> lines = new ArrayList<>();
        lines.add(BOLD + edges("Millrace", endpoint + "   up " + Words.span(Duration.ofMillis((long) (scene.seconds() * 1000)))) + PLAIN);
        lines.add(DIM + edges(plan.file().map(file -> file.getFileName() + " → " + plan.stream()).orElse("this machine → " + plan.stream())
                + " → " + DemoFunction.NAME + " → " + DemoPlan.ALERTS_STREAM, "Ctrl-C stops") + PLAIN);
        lines.add("");
        lines.add(row("records in", Words.count(scene.accepted()), rate(scene.accepted() - first.accepted(), span)));
        lines.add(row("delivered", Words.count(figures.delivered()), rate(figures.delivered() - first.figures().delivered(), span)));
        lines.add(row("batches", Words.count(figures.batches()), rate(figures.batches() - first.figures().batches(), span)));
        lines.add(row("function", "p50 " + Words.milliseconds(figures.medianMillis()), "p99 " + Words.milliseconds(figures.slowMillis())
                + "    errors " + figures.functionErrors() + "    workers " + figures.workers()));
        lines.add(row("iterator age", String.format(Locale.ROOT, "%.2f s", figures.iteratorAgeSeconds()), ""));
        lines.add("");
        addReadings(scene.readings(), lines);
        lines.add(BOLD + "alerts " + alertCount + PLAIN);
        lastAlerts.forEach(alert -> lines.add(YELLOW + cut(alert) + PLAIN));
        lines.add("");
        lines.add(DIM + cut(scene.note().isEmpty() ? "A new start goes on behind the last checkpoint. Data: " + plan.data() : scene.note()) + PLAIN);
        return lines;
    }

    private static void addReadings(List<Reading> readings, List<String> lines) {
        for (int i = 0; i < readings.size(); i += 3) {
            StringBuilder line = new StringBuilder();
            for (Reading reading : readings.subList(i, Math.min(i + 3, readings.size()))) {
                line.append(String.format("%-26s", reading.metric() + " " + Words.value(reading)));
            }
            lines.add(cut(line.toString()));
        }
        if (!readings.isEmpty()) {
            lines.add("");
        }
    }

    private static String row(String name, String value, String more) {
        return cut(String.format("%-14s %16s    %s", name, value, more));
    }

    private static String rate(long count, double seconds) {
        return Words.number(count / seconds) + "/s";
    }

    private static String edges(String left, String right) {
        return cut(left + " ".repeat(Math.max(1, COLUMNS - left.length() - right.length())) + right);
    }

    private static String cut(String line) {
        return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 1) + "…";
    }
}
