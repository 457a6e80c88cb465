package io.millrace.examples.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class TelemetryAlertsTest {

    private final List<Alert> put = new ArrayList<>();
    private final TelemetryAlerts function = new TelemetryAlerts(put::addAll);

    @Test
    void aMetricThatLeavesItsRangeAlertsOnceUntilItComesBack() {
        function.handleRequest(Events.of(readings(200, 0.2)), null);
        assertThat(put).isEmpty();

        var summary = function.handleRequest(Events.of(readings(10, 0.9)), null);

        assertThat(summary).containsEntry("records", 10).containsEntry("alerts", 1);
        assertThat(put).singleElement().satisfies(alert -> {
            assertThat(alert.metric()).isEqualTo("cpu.busy");
            assertThat(alert.mean()).isBetween(0.19, 0.22);
            assertThat(alert.value()).isGreaterThan(0.3);
            assertThat(alert.sequenceNumber()).isEqualTo("0");
        });
        function.handleRequest(Events.of(readings(300, 0.2)), null);
        function.handleRequest(Events.of(readings(10, 0.95)), null);
        assertThat(put).hasSize(2);
    }

    @Test
    void whatVariesAsUsualDoesNotAlert() {
        List<String> noisy = IntStream.range(0, 2_000).mapToObj(i -> reading(0.3 + 0.1 * Math.sin(i))).toList();

        function.handleRequest(Events.of(noisy), null);

        assertThat(put).isEmpty();
    }

    @Test
    void aMinuteWithManyFailedRequestsAlertsWhenItEnds() {
        List<String> lines = new ArrayList<>();
        IntStream.range(0, 40).forEach(i -> lines.add(request("17/May/2015:10:05", i < 4 ? 500 : 200)));
        IntStream.range(0, 40).forEach(i -> lines.add(request("17/May/2015:10:06", 304)));
        lines.add(request("17/May/2015:10:07", 404));

        function.handleRequest(Events.of(lines), null);

        assertThat(put).singleElement().satisfies(alert -> {
            assertThat(alert.metric()).isEqualTo("http.failed.share 17/May/2015:10:05");
            assertThat(alert.value()).isEqualTo(0.1);
            assertThat(alert.sequenceNumber()).isEqualTo("40");
        });
    }

    @Test
    void whatIsNeitherIsPassedOver() {
        List<String> others = List.of("", "hello", "{", "{}", "{\"metric\":1,\"value\":2}", "{\"metric\":\"m\",\"value\":\"2\"}");

        assertThat(function.handleRequest(Events.of(others), null)).containsEntry("records", 6).containsEntry("alerts", 0);
    }

    @Test
    void anAlertThatCannotBePutFailsTheBatch() {
        TelemetryAlerts failing = new TelemetryAlerts(alerts -> {
            throw new IllegalStateException("no such stream");
        });
        List<String> jump = new ArrayList<>(readings(100, 1));
        jump.addAll(readings(10, 9));

        assertThatThrownBy(() -> failing.handleRequest(Events.of(jump), null)).hasMessage("no such stream");
    }

    @Test
    void anAlertIsJson() {
        String json = new String(new Alert("a\"b", 1.5, 1, 0.25, "49").json(), StandardCharsets.UTF_8);

        assertThat(json).isEqualTo(
                "{\"metric\":\"a\\\"b\",\"value\":1.5,\"mean\":1.0,\"deviation\":0.25,\"sequenceNumber\":\"49\"}");
    }

    private static List<String> readings(int count, double value) {
        return IntStream.range(0, count).mapToObj(i -> reading(value)).toList();
    }

    private static String reading(double value) {
        return "{\"metric\":\"cpu.busy\",\"value\":" + value + "}";
    }

    private static String request(String minute, int status) {
        return "83.149.9.216 - - [" + minute + ":03 +0000] \"GET /a HTTP/1.1\" " + status + " 203 \"-\" \"curl\"";
    }
}
