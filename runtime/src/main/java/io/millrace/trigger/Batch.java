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

    /** The batch in two, the second half not the smaller one; only of two records or more. */
    List<Batch> halves() {
        return cut(records.size() / 2);
    }

    /** The batch in two, so many records in the first part; both have some. */
    List<Batch> cut(int records) {
        return List.of(new Batch(this.records.subList(0, records)), new Batch(this.records.subList(records, this.records.size())));
    }

    StreamRecord first() {
        return records.getFirst();
    }

    /** The place behind its last record. */
    Position end() {
        return records.getLast().position().next();
    }
}
