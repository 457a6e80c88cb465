package io.millrace.stream.registry;

import io.millrace.stream.HashKey;
import io.millrace.stream.Shard;
import io.millrace.stream.StreamDescription;
import java.util.Comparator;
import java.util.List;

/** Finds a hash key's open shard. Immutable. */
public final class ShardRouter {

    private final List<Shard> shards;
    private final HashKey[] firsts;

    ShardRouter(StreamDescription stream) {
        shards = stream.shards().stream().filter(Shard::isOpen).sorted(Comparator.comparing(shard -> shard.range().first())).toList();
        firsts = shards.stream().map(shard -> shard.range().first()).toArray(HashKey[]::new);
    }

    /** The open shards by hash range. */
    public List<Shard> shards() {
        return shards;
    }

    /** The index in {@link #shards} of the one that takes the key: open shards cover the whole ring. */
    public int indexOf(HashKey key) {
        int low = 0, high = firsts.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firsts[middle].compareTo(key) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
