package io.millrace.examples.telemetry;

import java.util.Optional;

/** Tells of each minute of log time in which {@link #LIMIT} or more of the requests were answered with 4xx or 5xx. */
final class AccessLogWatch {

    static final double LIMIT = 0.05;
    static final int REQUESTS_MIN = 20;

    private final RollingStatistics shares = new RollingStatistics();
    private String minute = "";
    private int requests;
    private int failures;

    /** Counts the request; the alert, if any, is of the minute that this request's ends. */
    Optional<Alert> look(AccessLogLine line, String sequenceNumber) {
        Optional<Alert> alert = line.minute().equals(minute) ? Optional.empty() : close(sequenceNumber);
        minute = line.minute();
        requests++;
        failures += line.failed() ? 1 : 0;
        return alert;
    }

    private Optional<Alert> close(String sequenceNumber) {
        double share = requests == 0 ? 0 : (double) failures / requests;
        boolean tell = requests >= REQUESTS_MIN && share >= LIMIT;
        Alert alert = new Alert("http.failed.share " + minute, share, shares.mean(), shares.deviation(), sequenceNumber);
        if (requests >= REQUESTS_MIN) {
            shares.add(share);
        }
        requests = 0;
        failures = 0;
        return tell ? Optional.of(alert) : Optional.empty();
    }
}
