/**
 * The local schema registry: tables as AWS Glue describes them, by database, table and version, from files. A file is the table input that
 * {@code aws glue create-table --table-input file://…} takes; whether a person or {@link io.millrace.firehose.schema.api} wrote it makes no
 * difference. Read anew at each use: a changed or added file counts at once. Reads: any thread; changes: one thread; both block.
 */
package io.millrace.firehose.schema;
