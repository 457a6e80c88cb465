package io.millrace.stream.log.block;

/** The types of blocks, as stored. A number is never given a second meaning. */
public final class BlockTypes {

    /** Entries are records as {@link io.millrace.stream.RecordBatch} encodes them. */
    public static final int RECORDS = 1;

    private BlockTypes() {
    }
}
