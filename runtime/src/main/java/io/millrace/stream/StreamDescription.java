package io.millrace.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stream as the catalog holds it; immutable.
 *
 * @param retention      how long records are readable, 24 hours to 365 days
 * @param recordBytesMax the largest data blob plus partition key a record may have
 * @param shards         open and closed ones, by index
 */
public record StreamDescription(StreamId id, StreamName name, Instant createdAt, StreamMode mode, Duration retention,
        int recordBytesMax, List<Shard> shards, Map<String, String> tags) {

    public StreamDescription {
        shards = List.copyOf(shards);
        tags = Map.copyOf(tags);
    }

    public Optional<Shard> shard(ShardId shardId) {
        return shards.stream().filter(shard -> shard.id().equals(shardId)).findFirst();
    }

    public ShardKey key(Shard shard) {
        return new ShardKey(id, shard.id());
    }
}
