package io.millrace.bench.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.HdrHistogram.Histogram;

/** The same calls again and again on several connections for a while, each waiting for its reply: a closed loop. */
public final class RepeatedCalls {

    private static final long LATENCY_NANOS_MAX = 60_000_000_000L;
    private static final int SHOWN_BYTES_MAX = 500;

    private final InetSocketAddress server;
    private final List<ByteBuffer> requests;
    private final int connections;
    private final byte[] successWord;

    /**
     * @param requests    each connection sends them in turn, starting at a different one
     * @param successWord what the body of a successful reply contains, beside status 200; empty for anything
     */
    public RepeatedCalls(InetSocketAddress server, List<ByteBuffer> requests, int connections, String successWord) {
        this.server = server;
        this.requests = List.copyOf(requests);
        this.connections = connections;
        this.successWord = successWord.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Calls until the duration is over and the last replies are in.
     *
     * @throws IOException when a call fails: a benchmark with failures measures nothing
     */
    public Result run(Duration duration) throws IOException {
        Histogram latency = new Histogram(LATENCY_NANOS_MAX, 3);
        long start = System.nanoTime();
        List<Connection> conversations = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            conversations.add(new Connection(i, start + duration.toNanos(), latency));
        }
        LoadClient.run(server, conversations);
        int replyBytes = conversations.stream().mapToInt(connection -> connection.replyBytes).max().orElse(0);
        return new Result(latency, (System.nanoTime() - start) / 1e9, replyBytes);
    }

    /**
     * What was reached.
     *
     * @param latency    of each successful call, in nanoseconds
     * @param seconds    from the first call to the last reply
     * @param replyBytes the longest reply's body
     */
    public record Result(Histogram latency, double seconds, int replyBytes) {

        public double callsPerSecond() {
            return latency.getTotalCount() / seconds;
        }

        public double quantileMillis(double percentile) {
            return latency.getValueAtPercentile(percentile) / 1e6;
        }
    }

    private final class Connection implements Conversation {

        private final long endNanos;
        private final Histogram latency;
        private int next;
        private int replyBytes;

        Connection(int first, long endNanos, Histogram latency) {
            this.next = first;
            this.endNanos = endNanos;
            this.latency = latency;
        }

        @Override
        public ByteBuffer next() {
            if (System.nanoTime() - endNanos > 0) {
                return null;
            }
            return requests.get(next++ % requests.size()).duplicate();
        }

        @Override
        public void reply(int status, ByteBuffer body, long latencyNanos) throws IOException {
            if (status != 200 || successWord.length > 0 && !Bytes.contains(body, successWord)) {
                ByteBuffer start = body.slice(body.position(), Math.min(body.remaining(), SHOWN_BYTES_MAX));
                throw new IOException("a call failed with status " + status + ": " + StandardCharsets.UTF_8.decode(start));
            }
            latency.recordValue(latencyNanos);
            replyBytes = Math.max(replyBytes, body.remaining());
        }
    }
}
