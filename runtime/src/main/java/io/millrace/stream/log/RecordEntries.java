package io.millrace.stream.log;

import io.millrace.stream.RecordBatch;
import io.millrace.stream.log.block.Entries;

/** A batch of records as the block log sees it. */
record RecordEntries(RecordBatch batch) implements Entries {

    @Override
    public int count() {
        return batch.count();
    }

    @Override
    public int end(int index) {
        return batch.end(index);
    }

    @Override
    public byte[] array() {
        return batch.array();
    }
}
