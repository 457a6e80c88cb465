/**
 * What a producer is told of its fragments while it sends: one flat JSON object a line. {@link io.millrace.video.ack.AckError} is the
 * service's table of what can be wrong. Pure; any thread.
 */
package io.millrace.video.ack;
