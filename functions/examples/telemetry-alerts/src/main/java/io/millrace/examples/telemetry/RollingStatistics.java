package io.millrace.examples.telemetry;

/**
 * Mean, deviation and a fast moving average of a series, without keeping it: each new value weighs {@link #SLOW} in mean and
 * variance (about the last 200 values count) and {@link #FAST} in the moving average (about the last 5).
 */
final class RollingStatistics {

    static final double SLOW = 0.01;
    static final double FAST = 0.3;

    private long count;
    private double mean;
    private double variance;
    private double movingAverage;

    void add(double value) {
        count++;
        if (count == 1) {
            mean = value;
            movingAverage = value;
            return;
        }
        double weight = Math.max(SLOW, 1.0 / count); // until it is warm: the plain mean
        double difference = value - mean;
        mean += weight * difference;
        variance = (1 - weight) * (variance + weight * difference * difference);
        movingAverage += FAST * (value - movingAverage);
    }

    long count() {
        return count;
    }

    double mean() {
        return mean;
    }

    double deviation() {
        return Math.sqrt(variance);
    }

    /** Exponentially weighted moving average. */
    double movingAverage() {
        return movingAverage;
    }
}
