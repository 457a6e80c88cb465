package io.millrace.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;

/** A server that answers each call as a function of its body says. */
final class FakeApi implements AutoCloseable {

    final List<JsonNode> calls = new ArrayList<>();
    private final HttpServer server;

    /** A status and a JSON body. */
    record Answer(int status, String json) {
    }

    FakeApi(Function<JsonNode, Answer> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            JsonNode call = ApiClient.JSON.readTree(exchange.getRequestBody());
            calls.add(call);
            Answer answer = answers.apply(call);
            byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    ApiClient client() {
        return new ApiClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
