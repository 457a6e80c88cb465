/**
 * How the server and a format worker speak, over the worker's standard input and output. Big endian, as {@link java.io.DataOutput} has it.
 *
 * <p>The server sends, one after the other for each object: {@link io.millrace.firehose.columnar.protocol.Frames#JOB}, chunks of records,
 * {@code FINISH}. The worker answers a job with {@code READY} or {@code FAILED}, each chunk with what it made of it and {@code CHUNK_DONE}, and the end
 * with the rest and {@code DONE}. At most {@link io.millrace.firehose.columnar.protocol.Frames#CHUNKS_UNDER_WAY} chunks are unanswered: the worker
 * reads that many ahead, so neither side can wait for the other for ever. A worker whose input ends, ends at once.
 *
 * <p>This package has no dependencies: it is the only part of the module on the server's class path.
 */
package io.millrace.firehose.columnar.protocol;
