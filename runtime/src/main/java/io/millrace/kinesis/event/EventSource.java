package io.millrace.kinesis.event;

import io.millrace.stream.ShardId;

/**
 * What is the same for all records of an event.
 *
 * @param invokeIdentityArn the execution role of the function
 * @param streamArn         the event source
 */
public record EventSource(ShardId shard, String region, String streamArn, String invokeIdentityArn) {
}
