package io.millrace.stream.registry;

import io.millrace.stream.StreamMode;
import io.millrace.stream.StreamName;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A stream to be made.
 *
 * @param shards         at least 1
 * @param recordBytesMax empty for the settings' default
 */
public record NewStream(StreamName name, StreamMode mode, int shards, OptionalInt recordBytesMax, Map<String, String> tags) {

    public NewStream {
        if (shards < 1) {
            throw new IllegalArgumentException("a stream of " + shards + " shards");
        }
        tags = Map.copyOf(tags);
    }
}
