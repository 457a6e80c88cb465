package io.millrace.stream;

import java.util.Optional;

/**
 * A shard as the catalog holds it.
 *
 * @param stripe         the file of the stream's log it is written to, fixed at creation
 * @param parent         the shard it was split or merged from
 * @param adjacentParent the second parent of a merge
 * @param start          where its records begin: no record is before it
 * @param end            once closed: no record is at or after it
 */
public record Shard(ShardId id, HashRange range, int stripe, Optional<ShardId> parent, Optional<ShardId> adjacentParent,
        Position start, Optional<Position> end) {

    public boolean isOpen() {
        return end.isEmpty();
    }
}
