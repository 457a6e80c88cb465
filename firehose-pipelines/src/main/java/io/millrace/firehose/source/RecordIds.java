package io.millrace.firehose.source;

import io.millrace.stream.Position;
import io.millrace.stream.StreamId;

/** Ids of records as clients, functions and error records see them: creation id, source shard, position and sub-record, in hexadecimal. */
public final class RecordIds {

    private RecordIds() {
    }

    /** @param sub of a record within an aggregate; 0 otherwise */
    public static String of(StreamId deliveryStream, int shard, Position position, int sub) {
        return "%016x%08x%016x%08x".formatted(deliveryStream.value(), shard, position.value(), sub);
    }
}
