/**
 * Delivery streams: what they accept is in a log before the answer, and leaves it only on the destination's receipt.
 *
 * <p>The way of the data, package by package: {@code api} (the wire) → {@code source} (a stream's records, from puts or from a
 * Kinesis stream, KPL aggregates taken apart) → {@code transform} (processors and the function; what comes out is logged) →
 * {@code buffer} (spools by partition, on disk) → {@code format} (a spool becomes the bytes of one object) → {@code deliver}
 * (manifest, upload, receipt). {@code config} has what a delivery stream is asked to do as records, {@code prefix} names objects,
 * {@code error} is what records become that could not be processed or delivered.
 *
 * <p>Ports between the engine and its leaves: {@link io.millrace.firehose.transform.Processor},
 * {@link io.millrace.firehose.format.OutputFormat}, {@link io.millrace.firehose.prefix.ObjectNaming},
 * {@link io.millrace.firehose.deliver.Destination}. {@link io.millrace.firehose.deliver.OutletFactory} and
 * {@link io.millrace.firehose.transform.ProcessorFactory} make them from a configuration, and refuse one they cannot serve with
 * {@link io.millrace.firehose.config.UnsupportedConfig}, whose message the API answers.
 */
package io.millrace.firehose;
