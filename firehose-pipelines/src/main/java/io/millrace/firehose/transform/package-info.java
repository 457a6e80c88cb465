/**
 * What happens to records before they are buffered. {@link io.millrace.firehose.transform.Processor}s are pure and take one record
 * at a time; the function step is the engine's own, because it batches, waits and retries. A failure is a value, never an exception.
 */
package io.millrace.firehose.transform;
