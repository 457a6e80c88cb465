package io.millrace.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One measured figure beside what it is compared to.
 *
 * @param name     dotted, for machines
 * @param unit     of the value and of all ceilings
 * @param best     which of the ceilings a ratio is made of
 * @param runs     the runs the figure is the median of
 * @param ceilings the runs of each ceiling
 * @param notes    further numbers of the same measurement, by name with unit, e.g. {@code server CPU %}
 */
public record Figure(String name, String unit, Best best, List<Double> runs, SequencedMap<String, List<Double>> ceilings,
        SequencedMap<String, Double> notes) {

    /** Which end of the scale is good. */
    public enum Best { HIGHEST, LOWEST }

    public Figure {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException(name + " was not measured");
        }
        runs = List.copyOf(runs);
    }

    /** A figure still without ceilings and notes. */
    public Figure(String name, String unit, Best best, List<Double> runs) {
        this(name, unit, best, runs, new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /** The same beside one more ceiling. */
    public Figure beside(String ceiling, List<Double> ceilingRuns) {
        SequencedMap<String, List<Double>> more = new LinkedHashMap<>(ceilings);
        more.put(ceiling, List.copyOf(ceilingRuns));
        return new Figure(name, unit, best, runs, more, notes);
    }

    /** The same beside one more ceiling, measured once. */
    public Figure beside(String ceiling, double value) {
        return beside(ceiling, List.of(value));
    }

    /** The same with one more note. */
    public Figure noting(String note, double value) {
        SequencedMap<String, Double> more = new LinkedHashMap<>(notes);
        more.put(note, value);
        return new Figure(name, unit, best, runs, ceilings, more);
    }

    /** The same with a load's shares as notes, and a warning where the client took more than half of the machine. */
    public Figure noting(Load load) {
        Figure noted = noting("server CPU %", load.serverShare() * 100).noting("client CPU %", load.clientShare() * 100)
                .noting("disk MB/s", load.diskBytes() / 1e6 / load.seconds());
        return load.clientShare() > 0.5 ? noted.noting("CLIENT TOOK MORE THAN HALF OF THE MACHINE", 1) : noted;
    }

    public double value() {
        return median(runs);
    }

    /** The value divided by the hardest ceiling: the lowest one of a throughput, the highest one of a latency. NaN without ceilings. */
    public double ratio() {
        double[] medians = ceilings.values().stream().mapToDouble(Figure::median).sorted().toArray();
        if (medians.length == 0) {
            return Double.NaN;
        }
        return value() / (best == Best.HIGHEST ? medians[0] : medians[medians.length - 1]);
    }

    /** The middle one, or the lower of the two in the middle. */
    public static double median(List<Double> runs) {
        double[] sorted = runs.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }

    /** For a JSON line. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("figure", name);
        json.put("unit", unit);
        json.put("value", rounded(value()));
        json.put("runs", roundedAll(runs));
        Map<String, Object> ceilingsJson = new LinkedHashMap<>();
        ceilings.forEach((ceiling, ceilingRuns) -> ceilingsJson.put(ceiling, roundedAll(ceilingRuns)));
        json.put("ceilings", ceilingsJson);
        if (!ceilings.isEmpty()) {
            json.put("ratio", rounded(ratio()));
        }
        Map<String, Object> notesJson = new LinkedHashMap<>();
        notes.forEach((note, value) -> notesJson.put(note, rounded(value)));
        json.put("notes", notesJson);
        return json;
    }

    private static List<Double> roundedAll(List<Double> values) {
        List<Double> result = new ArrayList<>();
        values.forEach(value -> result.add(rounded(value)));
        return result;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
