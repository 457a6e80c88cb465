package io.millrace.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * An HTTP endpoint by the service's published request and response format that accepts a delivery only now and then: else it refuses
 * with 403, 429 or 500, answers for another request, never answers, tells half of its answer, or drops the connection after it has taken all.
 */
final class MoodyReceiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOODS = 11;
    private final HttpServer server;
    private final SplittableRandom random;
    private final Map<String, Integer> arrivals = new ConcurrentHashMap<>();
    private final AtomicInteger refusals = new AtomicInteger(), silences = new AtomicInteger();
    private final Queue<HttpExchange> unanswered = new ConcurrentLinkedQueue<>();
    private boolean met;
    private volatile boolean good;

    MoodyReceiver(long seed) throws IOException {
        random = new SplittableRandom(seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/in";
    }

    /** How often each id came in a delivery that was not refused. */
    Map<String, Integer> arrivals() {
        return arrivals;
    }

    int refusals() {
        return refusals.get();
    }

    /** Requests that got no answer. */
    int silences() {
        return silences.get();
    }

    /** From now on everything is accepted. */
    void beGood() {
        good = true;
    }

    /** A refusal to begin with. */
    private synchronized int mood() {
        if (!met) {
            met = true;
            return 2;
        }
        return good ? MOODS : random.nextInt(MOODS);
    }

    private void receive(HttpExchange exchange) throws IOException {
        int mood = mood();
        if (mood == 6) {
            silences.incrementAndGet();
            unanswered.add(exchange);
            return;
        }
        try (exchange) {
            byte[] raw = exchange.getRequestBody().readAllBytes();
            boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            JsonNode body = JSON.readTree(gzip ? new GZIPInputStream(new ByteArrayInputStream(raw)).readAllBytes() : raw);
            String id = exchange.getRequestHeaders().getFirst("X-Amz-Firehose-Request-Id");
            String accepted = "{\"requestId\":\"" + id + "\",\"timestamp\":1700000000000}";
            switch (mood) {
                case 0 -> refuse(exchange, 403, accepted);
                case 1 -> refuse(exchange, 429, "{\"requestId\":\"" + id + "\",\"timestamp\":1,\"errorMessage\":\"slow down\"}");
                case 2 -> refuse(exchange, 500, accepted);
                case 3 -> refuse(exchange, 200, "{\"requestId\":\"another\",\"timestamp\":1700000000000}");
                case 4 -> {
                    take(body);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, accepted.length());
                    exchange.getResponseBody().write(accepted.getBytes(UTF_8), 0, accepted.length() / 2);
                    exchange.getResponseBody().flush();
                }
                case 5 -> take(body);
                default -> {
                    take(body);
                    send(exchange, 200, accepted);
                }
            }
        }
    }

    private void take(JsonNode body) {
        for (JsonNode record : body.path("records")) {
            for (String line : new String(Base64.getDecoder().decode(record.path("data").asText()), UTF_8).lines().toList()) {
                arrivals.merge(Depositors.id(line), 1, Integer::sum);
            }
        }
    }

    private void refuse(HttpExchange exchange, int status, String body) throws IOException {
        refusals.incrementAndGet();
        send(exchange, status, body);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length());
        exchange.getResponseBody().write(body.getBytes(UTF_8));
    }

    @Override
    public void close() {
        unanswered.forEach(HttpExchange::close);
        server.stop(0);
    }
}
