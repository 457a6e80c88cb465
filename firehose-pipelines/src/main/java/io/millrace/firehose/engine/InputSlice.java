package io.millrace.firehose.engine;

import io.millrace.stream.Position;
import io.millrace.stream.Slice;
import io.millrace.stream.StreamRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was read of the input for outcomes that refer to it.
 *
 * @param from where it was read from
 */
record InputSlice(Position from, Slice slice) {

    /** Whether all that there is at that place is in here. */
    boolean reaches(Position source) {
        return source.equals(from) || source.compareTo(from) > 0 && source.compareTo(slice.next()) < 0;
    }

    /** The record at that place; empty when there is none. */
    Optional<StreamRecord> find(Position source) {
        List<StreamRecord> records = slice.records();
        int low = 0, high = records.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Comparator.<Position>naturalOrder().compare(records.get(middle).position(), source);
            if (order == 0) {
                return Optional.of(records.get(middle));
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Optional.empty();
    }
}
