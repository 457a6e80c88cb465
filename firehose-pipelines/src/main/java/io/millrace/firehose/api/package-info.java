/**
 * The API of Amazon Data Firehose: wire calls to delivery streams and back. {@link io.millrace.firehose.api.FirehoseApi} is the table
 * of its operations; faults are in {@link io.millrace.firehose.api.FirehoseFault}, limits in {@link io.millrace.firehose.api.FirehoseLimits}.
 * What is not built is refused by name. Nothing here blocks or is durable: records are the intake's, delivery streams the registry's.
 */
package io.millrace.firehose.api;
