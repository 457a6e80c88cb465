/**
 * Columnar files out of JSON records, in a process of their own: {@code worker} speaks with the server by {@code protocol}, {@code json} makes
 * rows of records, {@code parquet} and {@code orc} write them. What a writer holds is one row group or stripe.
 */
package io.millrace.firehose.columnar;
