package io.millrace.kinesis.stream;

import io.millrace.stream.Shard;
import java.util.List;
import java.util.Optional;

/** Shards in the order of their ids, which is that of their index. */
final class ShardPage {

    private ShardPage() {
    }

    /** The shards whose ids sort after the text, which need not be an id. */
    static List<Shard> after(List<Shard> shards, Optional<String> afterId) {
        return afterId.map(id -> shards.stream().filter(shard -> shard.id().wire().compareTo(id) > 0).toList()).orElse(shards);
    }
}
