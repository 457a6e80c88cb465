package io.millrace.video.body;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.video.ack.AckError;

/** What is counted of all producers. */
record IngestMetrics(MeterRegistry meters, Counter bytes, Counter fragments, Timer commit) {

    static IngestMetrics in(MeterRegistry meters) {
        return new IngestMetrics(meters, meters.counter("millrace.video.put.bytes"), meters.counter("millrace.video.put.fragments"),
                meters.timer("millrace.video.commit"));
    }

    void failed(AckError error) {
        meters.counter("millrace.video.put.errors", "error", error.name()).increment();
    }
}
