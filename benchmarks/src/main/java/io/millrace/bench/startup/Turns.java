package io.millrace.bench.startup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.millrace.bench.client.Conversation;

/** So many calls, one after the other, with these requests in turn; each must be answered with 200. */
public final class Turns implements Conversation {

    private final List<ByteBuffer> requests;
    private final int count;
    private int said;

    public Turns(List<ByteBuffer> requests, int count) {
        this.requests = List.copyOf(requests);
        this.count = count;
    }

    @Override
    public ByteBuffer next() {
        return said == count ? null : requests.get(said++ % requests.size()).duplicate();
    }

    @Override
    public void reply(int status, ByteBuffer body, long latencyNanos) throws IOException {
        if (status != 200) {
            throw new IOException("a call was answered with " + status + ": " + StandardCharsets.UTF_8.decode(body));
        }
    }
}
