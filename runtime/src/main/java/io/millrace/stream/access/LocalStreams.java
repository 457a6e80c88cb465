package io.millrace.stream.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.checkpoint.Checkpoints;
import io.millrace.clock.Clock;
import io.millrace.identity.Identity;
import io.millrace.stream.RecordStore;
import io.millrace.stream.registry.StreamRegistry;

/** An open server's streams, and what goes with them. All of it is closed by the server. */
public record LocalStreams(StreamRegistry registry, RecordStore store, Checkpoints checkpoints, Identity identity, Clock clock, MeterRegistry meters) {
}
