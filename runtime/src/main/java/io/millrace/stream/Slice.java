package io.millrace.stream;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a read gave: consecutive durable records of one shard, perhaps none.
 *
 * @param next                 where the following read goes on; for an empty slice not before the place asked for
 * @param nextArrivedAtMillis  arrival of the first durable record at or after {@code next}; empty when there is none yet
 */
public record Slice(List<StreamRecord> records, Position next, OptionalLong nextArrivedAtMillis) {

    public Slice {
        records = List.copyOf(records);
    }

    public boolean atEnd() {
        return nextArrivedAtMillis.isEmpty();
    }
}
