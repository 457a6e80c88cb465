/**
 * Runs functions, each in processes of its own. {@link io.millrace.functions.worker.WorkerPool} decides who runs, starts, waits and ends,
 * on one thread that never blocks; a {@link io.millrace.functions.worker.Worker} is one process and its conversation on the Runtime API;
 * its output goes through one more thread into a bounded log. Bounds: the memory of all workers together and of each function's, starts at
 * a time, waiting invocations, output bytes kept.
 */
package io.millrace.functions.worker;
