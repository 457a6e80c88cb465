package io.millrace.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

class FirehoseTableTest {

    private static final String METRICS = """
            # TYPE millrace_firehose_parcels gauge
            millrace_firehose_in_records_total{stream="logs"} 12.0
            millrace_firehose_in_bytes_total{stream="logs"} %s
            millrace_firehose_delivered_records_total{channel="data",stream="logs"} 7.0
            millrace_firehose_retries_total{channel="data",stream="logs"} 2.0
            millrace_firehose_retries_total{channel="errors",stream="logs"} 1.0
            millrace_firehose_undelivered_age_seconds{stream="logs"} 3.5
            millrace_log_queue_bytes{stream="logs"} 99.0
            """;

    @Test
    void twoReadingsGiveARowWithRates() {
        Map<String, Map<String, Double>> before = FirehoseTable.read(METRICS.formatted("0.0")), now = FirehoseTable.read(METRICS.formatted("4194304.0"));

        String[] lines = FirehoseTable.draw(before, now, 2).split("\n");

        assertThat(lines).hasSize(2);
        assertThat(lines[1].strip().split(" +")).containsExactly("logs", "12", "2.00", "7", "0.00", "3.5", "0.0", "0", "0", "3", "0");
    }

    @Test
    void aServerWithoutDeliveryStreamsHasAHeadOnly() {
        assertThat(FirehoseTable.draw(Map.of(), FirehoseTable.read("up 1.0\n"), 1).lines()).hasSize(1);
    }
}
