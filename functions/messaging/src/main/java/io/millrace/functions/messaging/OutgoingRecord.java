package io.millrace.functions.messaging;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * A record on its way to a stream.
 *
 * @param stored completes when it is durable, or fails
 */
record OutgoingRecord(byte[] keyUtf8, ByteBuffer data, CompletableFuture<Void> stored) {

    int bytes() {
        return keyUtf8.length + data.remaining();
    }
}
