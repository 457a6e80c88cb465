/**
 * The Kinesis Data Streams API: wire calls to stream operations and back. {@link io.millrace.kinesis.KinesisApi} is the table
 * of its operations; {@code put}, {@code get} and {@code stream} hold them; limits are in {@link io.millrace.kinesis.KinesisLimits},
 * faults in {@link io.millrace.kinesis.KinesisFault}. What is not built is refused by name. Nothing here is durable or blocks:
 * records are the store's, streams the registry's. Tokens carry the stream's creation id, so they die with their stream.
 */
package io.millrace.kinesis;
