package io.millrace.bench.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** An HTTP endpoint of delivery streams that takes all, or, while it is down, answers 503 to one request and nothing to the next. */
public final class MoodyEndpoint implements AutoCloseable {

    private static final int THREADS = 16;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicLong failed = new AtomicLong();
    private final Queue<HttpExchange> hanging = new ConcurrentLinkedQueue<>();
    private volatile boolean down;

    private MoodyEndpoint(HttpServer server) {
        this.server = server;
    }

    public static MoodyEndpoint start() throws IOException {
        MoodyEndpoint endpoint = new MoodyEndpoint(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        endpoint.server.setExecutor(endpoint.threads);
        endpoint.server.createContext("/", endpoint::answer);
        endpoint.server.start();
        return endpoint;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Being well again closes the connections of those who wait for an answer. */
    public void beDown(boolean changed) {
        down = changed;
        for (HttpExchange left = hanging.poll(); !changed && left != null; left = hanging.poll()) {
            left.close();
        }
    }

    /** Requests that were refused or not answered. */
    public long failed() {
        return failed.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (InputStream body = exchange.getRequestBody()) {
            body.transferTo(java.io.OutputStream.nullOutputStream());
        }
        if (down && failed.getAndIncrement() % 2 == 1) {
            hanging.add(exchange);
            return;
        }
        byte[] answer = ("{\"requestId\":\"" + exchange.getRequestHeaders().getFirst("X-Amz-Firehose-Request-Id") + "\",\"timestamp\":1}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(down ? 503 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        beDown(false);
        server.stop(0);
        threads.shutdown();
    }
}
