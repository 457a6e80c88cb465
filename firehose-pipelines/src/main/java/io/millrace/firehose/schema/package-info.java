/**
 * The local schema registry: tables as AWS Glue describes them, by database, table and version, from files. A file is the table input that
 * {@code aws glue create-table --table-input file://…} takes. Read anew at each use: a changed or added file counts at once. Any thread; blocks.
 */
package io.millrace.firehose.schema;
