package io.millrace.examples.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells when a metric leaves its usual range: its moving average is {@link #LIMIT} deviations away from its mean. It tells
 * once, and again only after the metric has come back.
 */
final class Watch {

    static final int WARM_UP = 50;
    static final double LIMIT = 3;
    static final int METRICS_MAX = 10_000;

    private final Map<String, Series> series = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
            return size() > METRICS_MAX;
        }
    };

    private static final class Series {
        final RollingStatistics statistics = new RollingStatistics();
        boolean alarmed;
    }

    Optional<Alert> look(Reading reading, String sequenceNumber) {
        Series known = series.computeIfAbsent(reading.metric(), metric -> new Series());
        double mean = known.statistics.mean();
        // a series that hardly moves would alarm at every twitch: a twentieth of the mean is the least deviation
        double deviation = Math.max(known.statistics.deviation(), Math.abs(mean) / 20);
        boolean warm = known.statistics.count() >= WARM_UP;
        known.statistics.add(reading.value());
        double distance = Math.abs(known.statistics.movingAverage() - mean);
        if (!warm || deviation == 0 || distance < LIMIT * deviation / 2) {
            known.alarmed = false;
            return Optional.empty();
        }
        if (known.alarmed || distance < LIMIT * deviation) {
            return Optional.empty();
        }
        known.alarmed = true;
        return Optional.of(new Alert(reading.metric(), known.statistics.movingAverage(), mean, deviation, sequenceNumber));
    }
}
