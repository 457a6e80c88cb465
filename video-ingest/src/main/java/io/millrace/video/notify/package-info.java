/**
 * Functions on video: each fragment of a stream that has a notification becomes a record on a Kinesis stream of this server, from which
 * mappings feed functions. Set by UpdateNotificationConfiguration, whose destination is that stream's ARN (the service sends to
 * SNS). {@link io.millrace.video.notify.Notifier} has one virtual thread for each enabled notification: it is pushed committed
 * fragments, appends the event, and only when that is durable notes how far it is. At least once, in the stream's order; a
 * destination that is missing or full is waited for. Bounded: one fragment under way for each stream. Durable: the notifications in the catalog,
 * their progress in the checkpoints.
 */
package io.millrace.video.notify;
