package io.millrace.firehose.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a store and loses the answer to the first request. */
final class LossyRelay implements AutoCloseable {

    private final int store;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger(), lost = new AtomicInteger();

    LossyRelay(int store) throws IOException {
        this.store = store;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Answers of the store that went no further. */
    int lost() {
        return lost.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                boolean loses = connections.getAndIncrement() == 0;
                Thread.ofPlatform().daemon().start(() -> relay(client, loses));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void relay(Socket client, boolean loses) {
        try (client; Socket there = new Socket(InetAddress.getLoopbackAddress(), store)) {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    client.getInputStream().transferTo(there.getOutputStream());
                    there.shutdownOutput();
                } catch (IOException ended) {
                    close(there);
                }
            });
            if (loses) {
                lost.addAndGet(there.getInputStream().read() < 0 ? 0 : 1);
            } else {
                there.getInputStream().transferTo(client.getOutputStream());
            }
        } catch (IOException ended) {
            close(client);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
