/**
 * Pipelines: one for each delivery stream, joining source, transform, buffer and deliveries. A pipeline is a lane: everything of one
 * delivery stream happens there, one task at a time, on a few platform threads that all lanes share and that never wait for a
 * destination or a function. Formats run on a pool of their own, each upload on a thread of its own, so a destination that hangs
 * holds one delivery stream and no other.
 *
 * <p>What is promised: an accepted record is in the log until there is a receipt for it, or it was dropped by the function; each record
 * is in one parcel only. What is bounded: a slice of input and of outcomes a lane, parcels not yet delivered, formats and uploads. What
 * is durable: input and outcomes in the record store, manifests and receipts in a journal, progress in the checkpoints.
 */
package io.millrace.firehose.engine;
