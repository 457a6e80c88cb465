package io.millrace.functions.batch;

import java.util.List;

/**
 * Consecutive records of one shard, and where they come from.
 *
 * @param streamArn the stream
 * @param shardId   as the API names it, {@code shardId-000000000000}
 * @param records   at least one, in order
 */
public record StreamBatch(String streamArn, String shardId, List<BatchRecord> records) {

    public StreamBatch {
        records = List.copyOf(records);
    }
}
