/**
 * Between the transform and the format. What became of each record is an {@link io.millrace.firehose.buffer.Outcome} in the hidden
 * stream's second shard; from there it goes into the spool of its partition, a file, until the spool is full or old enough and is
 * sealed. A spool is not durable by itself: until a manifest names its records' positions it can be made again from the log.
 * Outcomes of one source record may lie apart in the log, with those of other shards between them, and go into spools when the last is read:
 * the positions of a spool come in any order. Called on the pipeline's lane only. Bounded: each spool's unwritten bytes, the positions of a spool as ranges, the number of spools.
 */
package io.millrace.firehose.buffer;
