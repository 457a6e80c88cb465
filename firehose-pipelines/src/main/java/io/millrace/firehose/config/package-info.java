/**
 * What a delivery stream is asked to do, as checked records with the service's defaults filled in. One record per destination of
 * the service model that is built ({@link io.millrace.firehose.config.DestinationConfig}). Sizes in MiB where the model says MBs.
 * Immutable; any thread.
 */
package io.millrace.firehose.config;
