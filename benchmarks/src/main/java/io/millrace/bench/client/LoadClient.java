package io.millrace.bench.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Holds several conversations with one server at the same time, each on a connection of its own, all on the calling thread. */
public final class LoadClient {

    private static final long SILENCE_MILLIS_MAX = 60_000;

    private LoadClient() {
    }

    /**
     * Talks until every conversation has ended.
     *
     * @throws IOException when the server closes a connection, breaks HTTP, or is silent for 60 s
     */
    public static void run(InetSocketAddress server, List<? extends Conversation> conversations) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (Conversation conversation : conversations) {
                Line line = new Line(conversation, SocketChannel.open(server));
                lines.add(line);
                line.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                line.channel.configureBlocking(false);
                line.key = line.channel.register(selector, 0, line);
            }
            for (Line line : lines) {
                line.speak();
            }
            while (lines.stream().anyMatch(line -> line.channel.isOpen())) {
                if (selector.select(key -> ((Line) key.attachment()).moveUnchecked(), SILENCE_MILLIS_MAX) == 0) {
                    throw new IOException("no word from " + server + " for " + SILENCE_MILLIS_MAX + " ms");
                }
                for (Line line : lines) {
                    line.throwFailure();
                }
            }
        } finally {
            for (Line line : lines) {
                line.channel.close();
            }
        }
    }

    /** One connection. Edges: writing → reading → writing, until the conversation has ended. */
    private static final class Line {

        private final Conversation conversation;
        private final SocketChannel channel;
        private final ReplyReader reader = new ReplyReader();
        private SelectionKey key;
        private ByteBuffer request;
        private long startedNanos;
        private IOException failure;

        Line(Conversation conversation, SocketChannel channel) {
            this.conversation = conversation;
            this.channel = channel;
        }

        void speak() throws IOException {
            request = conversation.next();
            if (request == null) {
                key.cancel();
                channel.close();
                return;
            }
            startedNanos = System.nanoTime();
            write();
        }

        void moveUnchecked() {
            try {
                if (key.isWritable()) {
                    write();
                } else if (key.isReadable()) {
                    read();
                }
            } catch (IOException e) {
                failure = e;
            }
        }

        void throwFailure() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        private void write() throws IOException {
            channel.write(request);
            key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        private void read() throws IOException {
            if (reader.readFrom(channel)) {
                conversation.reply(reader.status(), reader.body(), System.nanoTime() - startedNanos);
                reader.clear();
                speak();
            }
        }
    }
}
