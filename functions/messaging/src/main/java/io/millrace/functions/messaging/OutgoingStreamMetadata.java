package io.millrace.functions.messaging;

import java.util.Objects;

/**
 * How a message of an outgoing channel is put.
 *
 * @param partitionKey 1 to 256 characters; records of one key stay in their order
 */
public record OutgoingStreamMetadata(String partitionKey) {

    private static final int LENGTH_MAX = 256;

    public OutgoingStreamMetadata {
        Objects.requireNonNull(partitionKey);
        if (partitionKey.isEmpty() || partitionKey.codePointCount(0, partitionKey.length()) > LENGTH_MAX) {
            throw new IllegalArgumentException("a partition key has 1 to " + LENGTH_MAX + " characters");
        }
    }
}
