package io.millrace.firehose.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A receiver of deliveries, written from the service's published request and response format. */
public final class HttpReceiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a receiver gets. */
    public record Delivery(String requestId, Map<String, String> headers, JsonNode body) {
    }

    /** Answers in its own way, or not at all. */
    public interface Answer {
        void give(HttpExchange exchange, String requestId) throws IOException;
    }

    private final HttpServer server;
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private volatile Answer answer = HttpReceiver::accept;

    /** Accepts what comes, until told otherwise. */
    public HttpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/deliveries?token=1");
    }

    /** All that came with a well-formed request, whatever was answered. */
    public List<Delivery> deliveries() {
        return deliveries;
    }

    public void answer(Answer changed) {
        answer = changed;
    }

    /** The answer that means delivered. */
    public static void accept(HttpExchange exchange, String requestId) throws IOException {
        send(exchange, 200, "{\"requestId\":\"" + requestId + "\",\"timestamp\":" + 1_700_000_000_000L + "}");
    }

    /** JSON with a length. */
    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (!exchange.getResponseHeaders().containsKey("Content-Type")) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] raw = exchange.getRequestBody().readAllBytes();
            boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            byte[] plain = gzip ? new GZIPInputStream(new ByteArrayInputStream(raw)).readAllBytes() : raw;
            String requestId = exchange.getRequestHeaders().getFirst("X-Amz-Firehose-Request-Id");
            Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().toLowerCase(java.util.Locale.ROOT), entry -> entry.getValue().getFirst()));
            deliveries.add(new Delivery(requestId, headers, JSON.readTree(plain)));
            answer.give(exchange, requestId);
        }
    }
}
