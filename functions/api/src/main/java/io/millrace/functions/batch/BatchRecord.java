package io.millrace.functions.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A record of a stream. Its bytes are not copied until {@link #bytes} or {@link #text} is called; while it is referenced, so are they. */
public interface BatchRecord {

    /** 56 digits, unique in the stream; a shard's later record has a greater one. */
    String sequenceNumber();

    String partitionKey();

    /** When the server took it. */
    Instant arrivedAt();

    /** The data, read only, a new view with each call. */
    ByteBuffer data();

    /** A copy of the data. */
    default byte[] bytes() {
        ByteBuffer view = data();
        byte[] copy = new byte[view.remaining()];
        view.get(copy);
        return copy;
    }

    /** The data as UTF-8. */
    default String text() {
        return StandardCharsets.UTF_8.decode(data()).toString();
    }
}
