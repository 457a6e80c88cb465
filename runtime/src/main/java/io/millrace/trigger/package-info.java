/**
 * Streams drive functions. An event source mapping joins one creation of a stream with one function; each of its shards has
 * a lane: batch, invoke, decide, checkpoint.
 *
 * <p>Who runs where: one platform thread ({@link io.millrace.trigger.Triggers}) starts and stops lanes to match the catalog;
 * each lane is a virtual thread that sleeps until the store pushes records, an outcome arrives or its own deadline comes. No
 * lane touches a file, holds a lock while it waits, or looks for new records on a timer. A lane waits for nobody but its own
 * shard and function.
 *
 * <p>What is promised: a shard's records reach the function in order, at least once; the next batch goes out only after the
 * outcome of the one before; a checkpoint is put only behind finished records, so that a restart resumes exactly there; a
 * child shard is read from its first record once its parents are drained; what is given up (too large, or out of attempts)
 * is counted and logged with its sequence number. A function that is throttled or missing uses up no attempts.
 *
 * <p>What is bounded: the records and bytes between a lane's checkpoint and its read head ({@link io.millrace.trigger.LaneWindow}),
 * over all lanes by {@link io.millrace.trigger.WindowBudget}. What is durable: the mapping in the catalog, with the position each
 * shard starts from, and the checkpoints.
 *
 * <p>The decisions ({@link io.millrace.trigger.LaneCore} and what it uses) are plain classes that are given the time; a
 * seeded simulation runs them through crashes and failures.
 */
package io.millrace.trigger;
