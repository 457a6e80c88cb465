package io.millrace.functions.batch;

import java.util.List;

/**
 * What a batch function may return instead of nothing: the records it could not do. The batch counts as done up to the first of these
 * in the shard's order, and is delivered again from there, as after a failure. This is Lambda's partial batch response, and has its JSON
 * where the function is invoked by a client.
 *
 * @param failedSequenceNumbers of records of the batch; none: all are done. A number that is not in the batch fails all of it
 */
public record BatchResult(List<String> failedSequenceNumbers) {

    public BatchResult {
        failedSequenceNumbers = List.copyOf(failedSequenceNumbers);
    }

    /** All records are done. */
    public static BatchResult done() {
        return new BatchResult(List.of());
    }

    /** This record and those behind it are to be delivered again. */
    public static BatchResult failedFrom(BatchRecord first) {
        return new BatchResult(List.of(first.sequenceNumber()));
    }
}
