package io.millrace.firehose.schema;

/** Where tables are found. */
public interface SchemaRegistry {

    /** The table; {@link SchemaUnusable} when there is none, or it has a type that records cannot be converted to. */
    TableSchema find(TableReference reference) throws SchemaUnusable;
}
