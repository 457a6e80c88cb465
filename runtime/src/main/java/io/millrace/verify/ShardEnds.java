package io.millrace.verify;

import io.millrace.stream.log.block.ScannedBlocks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** How far each shard's durable records go, and whether positions and arrival times only ever grow. */
final class ShardEnds {

    private record Shard(long stream, int shard) {
    }

    private record End(long position, long arrivedAtMillis) {
    }

    private final Map<Shard, End> ends = new HashMap<>();
    private final Set<Long> unknown = new HashSet<>();

    /** Takes a segment's blocks, in order; returns how many of them use a position again or run back in time. */
    int follow(long stream, ScannedBlocks blocks) {
        int disordered = 0;
        for (int block = 0; block < blocks.size(); block++) {
            Shard shard = new Shard(stream, blocks.shard(block));
            End last = ends.get(shard);
            if (last != null && (blocks.firstPosition(block) < last.position()
                    || blocks.arrivedAtMillis(block) < last.arrivedAtMillis())) {
                disordered++;
            } else {
                ends.put(shard, new End(blocks.firstPosition(block) + blocks.count(block), blocks.arrivedAtMillis(block)));
            }
        }
        return disordered;
    }

    /** A stream whose log could not be read to its end: nothing is known of where its shards end. */
    void unknown(long stream) {
        unknown.add(stream);
    }

    boolean isKnown(long stream) {
        return !unknown.contains(stream);
    }

    /** The position after the shard's last durable record; empty when it has none now. */
    OptionalLong end(long stream, int shard) {
        End end = ends.get(new Shard(stream, shard));
        return end == null ? OptionalLong.empty() : OptionalLong.of(end.position());
    }
}
