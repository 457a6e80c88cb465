package io.millrace.firehose.schema;

/**
 * A table as a SchemaConfiguration names it.
 *
 * @param version a number, or {@link #LATEST}
 */
public record TableReference(String database, String table, String version) {

    /** The newest version there is. */
    public static final String LATEST = "LATEST";
}
