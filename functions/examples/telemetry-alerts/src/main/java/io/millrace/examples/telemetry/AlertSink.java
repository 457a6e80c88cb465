package io.millrace.examples.telemetry;

import java.util.List;

/** Where alerts go. */
interface AlertSink {

    /** Hands over all of them or throws. */
    void put(List<Alert> alerts);
}
