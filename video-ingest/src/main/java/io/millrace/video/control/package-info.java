/**
 * The Kinesis Video Streams control API: JSON to operations on {@link io.millrace.video.stream.VideoStreams} and back, with the
 * service's names, limits and errors, checked against its pinned model. What is not built is refused by name. Nothing is encrypted
 * and there are no storage tiers: only the service's defaults of these are accepted, and they are not claimed in replies.
 * {@link io.millrace.video.control.ControlApi} is plain Java; the resource is its edge to HTTP.
 */
package io.millrace.video.control;
