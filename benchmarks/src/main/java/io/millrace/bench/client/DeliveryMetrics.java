package io.millrace.bench.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server's metrics, in Prometheus' text format, say of its delivery streams and its heap. */
public record DeliveryMetrics(String text) {

    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\",[^}]*} ([0-9.E]+)");

    /** Records of data that have a receipt. */
    public long deliveredRecords(String stream) {
        return (long) sum("delivered_records_total", stream, "channel=\"data\"");
    }

    /** Age of the oldest undelivered record. */
    public double undeliveredSeconds(String stream) {
        return sum("undelivered_age_seconds", stream, "");
    }

    public double undeliveredBytes(String stream) {
        return sum("undelivered_bytes", stream, "");
    }

    public double heapBytes() {
        double bytes = 0;
        for (Matcher used = HEAP.matcher(text); used.find();) {
            bytes += Double.parseDouble(used.group(1));
        }
        return bytes;
    }

    private double sum(String metric, String stream, String label) {
        return text.lines().filter(line -> line.startsWith("millrace_firehose_" + metric + "{") && line.contains("stream=\"" + stream + "\"")
                && line.contains(label)).mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
