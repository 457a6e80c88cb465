/**
 * Streams as channels of SmallRye Reactive Messaging, in the server's own process: the connector {@code millrace-stream}. For
 * applications that are built with the server in them; the server by itself has none of it.
 *
 * <p>A channel does all its work on one event loop, which nothing here blocks; acknowledgements come from any thread and are taken there.
 * An incoming channel reads each shard in order and marks how far the unbroken run of acknowledged records goes: after a restart it goes
 * on there, so that each record is delivered at least once. What it has delivered and not got back, and what it has read ahead, is
 * bounded in records and bytes. An outgoing channel acknowledges a message when its record is durable; what it has taken and not yet
 * stored, and what it has asked for, is bounded in records and bytes: a message that has not come yet counts as the largest record that
 * its stream takes. Where one such record is more than the bound, messages come one at a time.
 *
 * <p>All attributes are checked when the application starts; unknown ones are refused.
 */
package io.millrace.functions.messaging;
