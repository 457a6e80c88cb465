package io.millrace.bench.client;

import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Producers of video on one thread, each at 4 Mbit/s: ten pieces of 50 KB a second, a fragment a second, begun at different moments.
 * Measures the time from a fragment's last byte to its PERSISTED.
 */
public final class VideoLoad implements AutoCloseable {

    public static final int FRAGMENT_BYTES = 500_000;
    private static final int PIECES = 10, READ_BYTES = 64 * 1024;
    private static final long PIECE_NANOS = 100_000_000L, LATENCY_NANOS_MAX = 60_000_000_000L;
    private static final Pattern TOLD = Pattern.compile("\"EventType\":\"(PERSISTED|ERROR)\"(?:,\"FragmentTimecode\":(\\d+))?");
    private static final ByteBuffer BLOCK = block();

    private final Selector selector = Selector.open();
    private final List<Producer> producers = new ArrayList<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(READ_BYTES);
    private Histogram latency = new Histogram(LATENCY_NANOS_MAX, 3);
    private int errors;

    /** What came of some seconds: times in nanoseconds, and how far the slowest producer's sending fell behind its clock. */
    public record Outcome(Histogram latency, int errors, long behindNanos) {
    }

    public VideoLoad() throws IOException {
    }

    private static ByteBuffer block() {
        byte[] frame = new byte[FRAGMENT_BYTES / PIECES];
        new SplittableRandom(1).nextBytes(frame);
        frame[0] = (byte) 0x81;
        frame[1] = 0;
        frame[2] = 0;
        frame[3] = (byte) 0x80;
        return ByteBuffer.wrap(ElementWriter.element(ElementId.SIMPLE_BLOCK, frame)).asReadOnlyBuffer();
    }

    /** Connects one more producer to the stream. */
    public void add(InetSocketAddress server, String stream, byte[] head) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.configureBlocking(false);
        Producer producer = new Producer(channel, System.nanoTime() + (producers.size() * 37L % 1000) * 1_000_000L);
        producer.key = channel.register(selector, SelectionKey.OP_READ, producer);
        producer.queue(ByteBuffer.wrap(("POST /putMedia HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nx-amzn-stream-name: " + stream
                + "\r\nx-amzn-fragment-timecode-type: ABSOLUTE\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1)));
        producer.chunk(ByteBuffer.wrap(head));
        producer.write();
        producers.add(producer);
    }

    /** Sends for so long; the latencies are of this stretch alone. */
    public Outcome run(long nanos) throws IOException {
        latency = new Histogram(LATENCY_NANOS_MAX, 3);
        errors = 0;
        long behind = 0;
        long end = System.nanoTime() + nanos;
        for (long now = System.nanoTime(); now - end < 0; now = System.nanoTime()) {
            long next = end;
            for (Producer producer : producers) {
                producer.sendDue(now);
                next = Math.min(next, producer.dueNanos);
                behind = Math.max(behind, producer.isBlocked() ? now - producer.dueNanos : 0);
            }
            selector.select(Math.max(1, (next - System.nanoTime()) / 1_000_000));
            for (SelectionKey key : selector.selectedKeys()) {
                ((Producer) key.attachment()).ready(key);
            }
            selector.selectedKeys().clear();
        }
        return new Outcome(latency, errors, behind);
    }

    @Override
    public void close() throws IOException {
        for (Producer producer : producers) {
            producer.channel.close();
        }
        selector.close();
    }

    private final class Producer {

        private final SocketChannel channel;
        private final List<ByteBuffer> outgoing = new ArrayList<>();
        private final StringBuilder told = new StringBuilder();
        private final List<Long> sentNanos = new ArrayList<>();
        private SelectionKey key;
        private long dueNanos;
        private long piece;

        Producer(SocketChannel channel, long dueNanos) {
            this.channel = channel;
            this.dueNanos = dueNanos;
        }

        boolean isBlocked() {
            return !outgoing.isEmpty();
        }

        void queue(ByteBuffer bytes) {
            outgoing.add(bytes);
        }

        void chunk(ByteBuffer... parts) {
            int length = 0;
            for (ByteBuffer part : parts) {
                length += part.remaining();
            }
            queue(ByteBuffer.wrap((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
            for (ByteBuffer part : parts) {
                queue(part);
            }
            queue(ByteBuffer.wrap("\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        }

        void sendDue(long now) throws IOException {
            if (dueNanos - now > 0 || isBlocked()) {
                return;
            }
            dueNanos += PIECE_NANOS;
            if (piece % PIECES == 0) {
                byte[] time = ElementWriter.unsigned(ElementId.TIMESTAMP, piece / PIECES * 1000);
                ByteArrayOutputStream start = new ByteArrayOutputStream();
                start.writeBytes(ElementWriter.header(ElementId.CLUSTER, time.length + (long) PIECES * BLOCK.remaining()));
                start.writeBytes(time);
                chunk(ByteBuffer.wrap(start.toByteArray()), BLOCK.duplicate());
            } else {
                chunk(BLOCK.duplicate());
            }
            piece++;
            if (piece % PIECES == 0) {
                sentNanos.add(System.nanoTime());
            }
            write();
        }

        private void write() throws IOException {
            while (!outgoing.isEmpty()) {
                channel.write(outgoing.toArray(ByteBuffer[]::new));
                outgoing.removeIf(sent -> !sent.hasRemaining());
                if (!outgoing.isEmpty()) {
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
            }
            key.interestOps(SelectionKey.OP_READ);
        }

        void ready(SelectionKey selected) throws IOException {
            if (selected.isWritable()) {
                write();
            }
            if (selected.isReadable()) {
                read();
            }
        }

        private void read() throws IOException {
            if (channel.read(incoming.clear()) < 0) {
                throw new IOException("the server ended a producer's connection: " + told);
            }
            told.append(StandardCharsets.ISO_8859_1.decode(incoming.flip()));
            Matcher matcher = TOLD.matcher(told);
            int end = 0;
            while (matcher.find()) {
                end = matcher.end();
                if (matcher.group(1).equals("ERROR")) {
                    errors++;
                } else {
                    long sent = sentNanos.get((int) (Long.parseLong(matcher.group(2)) / 1000));
                    latency.recordValue(Math.clamp(System.nanoTime() - sent, 1, LATENCY_NANOS_MAX));
                }
            }
            told.delete(0, Math.max(end, told.length() - 1000));
        }
    }
}
