package io.millrace.trigger;

import io.millrace.stream.Position;
import io.millrace.stream.StreamRecord;
import java.util.List;

/** Consecutive records of one shard that go to the function together; at least one. */
record Batch(List<StreamRecord> records) {

    Batch {
        records = List.copyOf(records);
        if (records.isEmpty()) {
            throw new IllegalArgumentException("empty batch");
        }
    }

    StreamRecord first() {
        return records.getFirst();
    }

    /** The place behind its last record. */
    Position end() {
        return records.getLast().position().next();
    }
}
