package io.millrace.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What one connection says and hears: one request at a time, the next one after the reply. Called on the load client's thread only. */
public interface Conversation {

    /** The next request from its position to its limit, which the caller consumes; or null when this connection has said all. */
    ByteBuffer next();

    /**
     * A whole reply.
     *
     * @param body         valid during the call only
     * @param latencyNanos from before the request's first byte was written until the reply's last byte was read
     * @throws IOException when the reply is not what it must be; ends all conversations
     */
    void reply(int status, ByteBuffer body, long latencyNanos) throws IOException;
}
