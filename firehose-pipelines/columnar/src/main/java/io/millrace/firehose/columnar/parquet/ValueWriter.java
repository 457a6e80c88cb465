package io.millrace.firehose.columnar.parquet;

import org.apache.parquet.io.api.RecordConsumer;

/** Writes the values of one type; never null. */
interface ValueWriter {

    void write(Object value, RecordConsumer record);
}
