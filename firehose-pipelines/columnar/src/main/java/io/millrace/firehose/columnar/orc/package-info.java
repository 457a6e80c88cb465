/** ORC files by the ORC project's own writer, over a plain stream instead of Hadoop's file systems. Timestamps are UTC. */
package io.millrace.firehose.columnar.orc;
