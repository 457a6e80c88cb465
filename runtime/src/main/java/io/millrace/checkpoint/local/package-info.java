/**
 * The checkpoints of one machine: all of them in memory, changes written behind to a journal by one platform thread, at most
 * 100 ms later. What is written is what was put, so a checkpoint on disk never leads.
 */
package io.millrace.checkpoint.local;
