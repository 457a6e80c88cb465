package io.millrace.firehose.columnar.parquet;

import org.apache.orc.TypeDescription;
import org.apache.parquet.io.api.RecordConsumer;

/** Writes the fields of a struct or a row. */
final class FieldsWriter {

    private final String[] names;
    private final ValueWriter[] writers;

    FieldsWriter(TypeDescription type) {
        this.names = type.getFieldNames().toArray(String[]::new);
        this.writers = type.getChildren().stream().map(ValueWriters::of).toArray(ValueWriter[]::new);
    }

    void write(Object[] values, RecordConsumer record) {
        for (int i = 0; i < names.length; i++) {
            ValueWriters.field(names[i], i, writers[i], values[i], record);
        }
    }
}
