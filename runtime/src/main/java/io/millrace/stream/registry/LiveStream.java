package io.millrace.stream.registry;

import io.millrace.stream.StreamDescription;

/** A stream as it is now, and the way to its shards. */
public record LiveStream(StreamDescription description, ShardRouter router) {

    LiveStream(StreamDescription description) {
        this(description, new ShardRouter(description));
    }
}
