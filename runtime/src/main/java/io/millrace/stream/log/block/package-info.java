/**
 * The log under everything that is stored: segment files of typed blocks. Knows no records; what a block's entries mean is
 * its type's business. Durable: a block is, once its commit's force returned; only then is it published to readers.
 * Threads: one writer at a time per log, on the writers' pool; readers on theirs; nobody is ever interrupted.
 * Bounded: the commit queue and the tail cache, in bytes, over all logs. The bytes on disk are drawn in
 * {@link io.millrace.stream.log.block.SegmentHeader} and {@link io.millrace.stream.log.block.BlockHeader}.
 */
package io.millrace.stream.log.block;
