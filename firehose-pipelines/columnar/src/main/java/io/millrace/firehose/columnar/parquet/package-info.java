/**
 * Parquet files, as Hive's tables have them: timestamps are INT96, lists have three levels. Nothing of Hadoop's file systems or codecs is used.
 */
package io.millrace.firehose.columnar.parquet;
