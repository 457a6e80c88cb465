package io.millrace.firehose.columnar;

import java.io.IOException;

/** Writes one file of rows. Not thread safe. */
public interface RowWriter {

    /** @param row values by column, see {@code io.millrace.firehose.columnar.json} */
    void write(Object[] row) throws IOException;

    /** Writes what is left, and the end. What it writes to stays open. */
    void finish() throws IOException;
}
