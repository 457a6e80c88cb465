/**
 * Where the blocks of one log segment are: position to block, time to block, by shard. Called by the log only. While a
 * segment is open its index is packed in memory ({@link io.millrace.stream.index.OpenSegmentIndex}), within one budget for
 * all streams ({@link io.millrace.stream.index.IndexBudget}); once it is closed, a file beside it
 * ({@link io.millrace.stream.index.ClosedIndexes}). Nothing exists only here: a missing or damaged file is rebuilt from a scan.
 * <p>
 * Threads: an open index has one writer and any number of readers, none of which waits for another. Closed indexes read
 * files: platform threads only, never interrupted. Bounded: open indexes by the budget, closed ones by an LRU in bytes.
 */
package io.millrace.stream.index;
