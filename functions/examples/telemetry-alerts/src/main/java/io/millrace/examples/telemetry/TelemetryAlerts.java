package io.millrace.examples.telemetry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;

/**
 * Watches a stream and puts alerts to the stream named by {@code ALERTS_STREAM}. A record is a reading,
 * {@code {"metric":"cpu.busy","value":0.93}}, or a line of a web server's access log.
 *
 * <p>The statistics live in this instance: they start afresh when the worker is recycled, and each instance sees only the
 * shards it is given. Records come at least once, so alerts may too; each carries the sequence number of its record.
 */
public final class TelemetryAlerts implements RequestHandler<KinesisEvent, Map<String, Integer>> {

    private final Watch watch = new Watch();
    private final AccessLogWatch accessLog = new AccessLogWatch();
    private final AlertSink sink;

    /** What Lambda calls. */
    public TelemetryAlerts() {
        this(KinesisAlertSink.fromEnvironment());
    }

    TelemetryAlerts(AlertSink sink) {
        this.sink = sink;
    }

    @Override
    public Map<String, Integer> handleRequest(KinesisEvent event, Context context) {
        List<Alert> alerts = new ArrayList<>();
        for (KinesisEvent.KinesisEventRecord record : event.getRecords()) {
            String text = text(record.getKinesis().getData());
            look(text, record.getKinesis().getSequenceNumber()).ifPresent(alerts::add);
        }
        if (!alerts.isEmpty()) {
            sink.put(alerts); // throws when it cannot: the batch is then retried as a whole
        }
        return Map.of("records", event.getRecords().size(), "alerts", alerts.size());
    }

    private Optional<Alert> look(String text, String sequenceNumber) {
        if (text.startsWith("{")) {
            return Reading.parse(text).flatMap(reading -> watch.look(reading, sequenceNumber));
        }
        return AccessLogLine.parse(text).flatMap(line -> accessLog.look(line, sequenceNumber));
    }

    private static String text(ByteBuffer data) {
        return StandardCharsets.UTF_8.decode(data.duplicate()).toString();
    }
}
