package io.millrace.command;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Delivery streams as a table, from the server's metrics in Prometheus' text format. Two readings give rates. Pure. */
final class FirehoseTable {

    private static final Pattern LINE = Pattern.compile("millrace_firehose_(\\w+)\\{([^}]*)\\} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final String IN_BYTES = "in_bytes_total", DELIVERED_BYTES = "delivered_bytes_total/data";
    private static final double MIB = 1024 * 1024;
    private static final String HEAD = "%-24s %12s %10s %12s %10s %10s %11s %8s %8s %7s %8s".formatted("DELIVERY STREAM", "RECORDS IN", "MiB/s IN",
            "DELIVERED", "MiB/s OUT", "OLDEST s", "ON DISK MiB", "PARTS", "PARCELS", "RETRIES", "FAILED");

    private FirehoseTable() {
    }

    /** Values by metric, with its channel if it has one, by stream. Lines of other metrics are passed over. */
    static Map<String, Map<String, Double>> read(String metrics) {
        Map<String, Map<String, Double>> streams = new TreeMap<>();
        metrics.lines().forEach(text -> {
            Matcher line = LINE.matcher(text);
            if (line.matches()) {
                Map<String, String> labels = new TreeMap<>();
                for (Matcher label = LABEL.matcher(line.group(2)); label.find();) {
                    labels.put(label.group(1), label.group(2));
                }
                String channel = labels.containsKey("channel") ? "/" + labels.get("channel") : "";
                streams.computeIfAbsent(labels.getOrDefault("stream", ""), name -> new TreeMap<>())
                        .put(line.group(1) + channel, Double.valueOf(line.group(3)));
            }
        });
        return streams;
    }

    /** @param before an earlier reading, or the same; {@code seconds} lie between */
    static String draw(Map<String, Map<String, Double>> before, Map<String, Map<String, Double>> now, double seconds) {
        StringBuilder table = new StringBuilder(HEAD).append('\n');
        now.forEach((stream, values) -> {
            Map<String, Double> earlier = before.getOrDefault(stream, values);
            table.append(String.format(Locale.ROOT, "%-24s %12.0f %10.2f %12.0f %10.2f %10.1f %11.1f %8.0f %8.0f %7.0f %8.0f%n", stream,
                    of(values, "in_records_total"), rate(earlier, values, IN_BYTES, seconds), of(values, "delivered_records_total/data"),
                    rate(earlier, values, DELIVERED_BYTES, seconds), of(values, "undelivered_age_seconds"),
                    of(values, "undelivered_bytes") / MIB, of(values, "partitions"), of(values, "parcels"), ofAll(values, "retries_total"),
                    ofAll(values, "failures_total")));
        });
        return table.toString();
    }

    private static double rate(Map<String, Double> before, Map<String, Double> now, String metric, double seconds) {
        return Math.max(0, of(now, metric) - of(before, metric)) / MIB / seconds;
    }

    private static double of(Map<String, Double> values, String metric) {
        return values.getOrDefault(metric, 0.0);
    }

    /** Over all channels. */
    private static double ofAll(Map<String, Double> values, String metric) {
        return values.entrySet().stream().filter(entry -> entry.getKey().startsWith(metric + "/")).mapToDouble(Map.Entry::getValue).sum();
    }
}
