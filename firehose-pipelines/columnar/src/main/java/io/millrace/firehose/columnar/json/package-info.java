/**
 * JSON records become rows of a Hive schema, by the rules of the OpenX or the Hive JSON SerDe. A row is an {@code Object[]} with a value a column:
 * {@link java.lang.Boolean}, {@link java.lang.Long} (whole numbers; days since the epoch), {@link java.lang.Double}, {@code byte[]} (text in
 * UTF-8, binaries), {@link java.math.BigDecimal}, {@link java.time.Instant}, {@link java.util.List}, {@code Object[]} (structs; maps as a list
 * of pairs), or null. One thread.
 */
package io.millrace.firehose.columnar.json;
