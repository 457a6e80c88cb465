package io.millrace.firehose.transform;

import io.millrace.firehose.error.ErrorRecord;

/** One step of the processing. Deterministic, in memory, thread safe; returns soon. */
public interface Processor {

    /** Says what becomes of the record: any number of records, in order, or a failure. Nothing said drops it. */
    void process(FirehoseRecord record, Results results);

    /** Takes what a step makes of a record. */
    interface Results {

        void pass(FirehoseRecord record);

        /** The record goes to the error prefix as this. */
        void fail(ErrorRecord failure);
    }
}
