package io.millrace.bench.report;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Prints figures as they come: some lines to read, then the same as one line of JSON. */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINE = "  %-44s %12s %-8s %s%n";

    private final PrintStream out;

    public Report(PrintStream out) {
        this.out = out;
    }

    /** What is being measured now. */
    public void heading(String text) {
        out.printf("%n%s%n", text);
    }

    /** A remark on progress. */
    public void remark(String text) {
        out.println("  " + text);
    }

    public void print(Figure figure) {
        out.printf(LINE, figure.name(), number(figure.value()), figure.unit(), spread(figure.runs()));
        figure.ceilings().forEach((name, runs) ->
                out.printf(LINE, "  beside: " + name, number(Figure.median(runs)), figure.unit(), spread(runs)));
        if (!figure.ceilings().isEmpty()) {
            out.printf("  %-44s %12.2f%n", "  ratio to the hardest of these", figure.ratio());
        }
        figure.notes().forEach((note, value) -> out.printf("  %-44s %12s%n", "  " + note, number(value)));
        try {
            out.println(JSON.writeValueAsString(figure.json()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
    }

    private static String spread(List<Double> runs) {
        return runs.size() == 1 ? "" : "runs " + String.join(" ", runs.stream().map(Report::number).toList());
    }

    private static String number(double value) {
        return String.format(Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }
}
