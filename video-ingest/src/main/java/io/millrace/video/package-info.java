/**
 * Video streams: what producers send comes in as it is made, is stored as fragments, and is read live or later. The packages
 * are the steps of its way: {@code body} (the request as it comes) to {@code ebml} (its structure) to {@code fragment} (rules and
 * store) to {@code ack} (what the producer is told, up the same connection); {@code playback} reads from {@code fragment}.
 * {@code control} is the API on the streams themselves. Nothing is acknowledged as PERSISTED before it would survive a power cut.
 */
package io.millrace.video;
