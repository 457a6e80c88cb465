package io.millrace.functions.messaging;

import io.millrace.functions.batch.BatchRecord;
import java.util.List;

/**
 * Where a message of an incoming channel comes from.
 *
 * @param records one; those of the message in batch mode, in the order of its payload
 */
public record IncomingStreamMetadata(String stream, String shardId, List<BatchRecord> records) {

    public IncomingStreamMetadata {
        records = List.copyOf(records);
    }

    /** The record, or the first of the batch. */
    public BatchRecord first() {
        return records.getFirst();
    }
}
