package io.millrace.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A stored record as readers get it.
 *
 * @param arrivedAtMillis when the server took it, milliseconds since the epoch; never runs backwards in a shard
 * @param keyUtf8         the partition key, read only
 * @param data            the blob, read only
 */
public record StreamRecord(Position position, long arrivedAtMillis, ByteBuffer keyUtf8, ByteBuffer data) {

    public String partitionKey() {
        return StandardCharsets.UTF_8.decode(keyUtf8.duplicate()).toString();
    }
}
