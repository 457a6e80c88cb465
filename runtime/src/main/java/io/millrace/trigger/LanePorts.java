package io.millrace.trigger;

import io.millrace.checkpoint.Checkpoints;
import io.millrace.clock.Clock;
import io.millrace.invoke.Invoker;
import io.millrace.stream.RecordStore;

/** What lanes reach the rest of the server through. */
record LanePorts(RecordStore store, Checkpoints checkpoints, Invoker invoker, Clock clock) {
}
