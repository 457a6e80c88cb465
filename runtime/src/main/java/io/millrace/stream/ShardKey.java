package io.millrace.stream;

import java.util.Objects;

/** A shard of one creation of a stream; unique within a data directory for ever. */
public record ShardKey(StreamId stream, ShardId shard) {

    public ShardKey {
        Objects.requireNonNull(stream);
        Objects.requireNonNull(shard);
    }

    @Override
    public String toString() {
        return stream + "/" + shard.index();
    }
}
