package io.millrace.firehose.schema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A version of a table.
 *
 * @param version a number
 * @param columns in order; no partition keys, which are in an object's name
 */
public record TableSchema(String version, List<Column> columns) {

    public TableSchema {
        columns = List.copyOf(columns);
    }

    /** @param type as {@link HiveType} writes it */
    public record Column(String name, String type) {
    }

    /** The type of a row. */
    public String rowType() {
        return columns.stream().map(column -> HiveType.quoted(column.name()) + ":" + column.type()).collect(Collectors.joining(",", "struct<", ">"));
    }
}
