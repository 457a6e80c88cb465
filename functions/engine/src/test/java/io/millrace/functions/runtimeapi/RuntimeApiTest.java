package io.millrace.functions.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.process.Await;
import io.millrace.wire.http.ByteBudget;
import io.vertx.core.Vertx;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuntimeApiTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteBudget budget = new ByteBudget(RuntimeApi.RESPONSE_BYTES_MAX, 100);
    private final Said said = new Said();
    private RuntimeApi api;
    private RuntimeApi.Place place;

    /** Remembers what it is told, and accepts everything. */
    private static final class Said implements RuntimeConversation {
        final List<String> calls = new CopyOnWriteArrayList<>();

        @Override
        public void next(NextReply reply) {
            reply.send(new HandOver("id-1", "{\"ü\":1}".getBytes(StandardCharsets.UTF_8), 5, "arn", "Root=1", ""));
        }

        @Override
        public void response(String requestId, byte[] payload, Verdict verdict) {
            calls.add("response " + requestId + " " + payload.length);
            verdict.accept();
        }

        @Override
        public void responseTooLarge(String requestId) {
            calls.add("too large " + requestId);
        }

        @Override
        public void error(String requestId, byte[] payload, Verdict verdict) {
            calls.add("error " + requestId);
            verdict.refuse();
        }

        @Override
        public void initError(byte[] payload) {
            calls.add("init " + payload.length);
        }
    }

    @BeforeEach
    void open() {
        api = RuntimeApi.open(vertx, budget).toCompletableFuture().join();
        place = api.register(said);
    }

    @AfterEach
    void close() {
        api.close().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        client.close();
    }

    private URI uri(String call) {
        return URI.create("http://" + place.address() + "/2018-06-01/runtime/" + call);
    }

    private CompletableFuture<HttpResponse<String>> post(String call, int bytes) {
        return client.sendAsync(HttpRequest.newBuilder(uri(call)).POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes])).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int status(CompletableFuture<HttpResponse<String>> reply) throws Exception {
        return reply.get(SOON.toSeconds(), TimeUnit.SECONDS).statusCode();
    }

    @Test
    void nextHasWhatTheClientNeeds() throws Exception {
        HttpResponse<String> next = client.send(HttpRequest.newBuilder(uri("invocation/next")).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(next.body()).isEqualTo("{\"ü\":1}");
        assertThat(next.headers().firstValue("Lambda-Runtime-Aws-Request-Id")).contains("id-1");
        assertThat(next.headers().firstValue("Lambda-Runtime-Trace-Id")).contains("Root=1");
        assertThat(next.headers().firstValue("Lambda-Runtime-Deadline-Ms")).contains("5");
        assertThat(next.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void resultsAreHandedOnAndAnswered() throws Exception {
        assertThat(status(post("invocation/id-1/response", 10))).isEqualTo(202);
        assertThat(status(post("invocation/id-1/response", RuntimeApi.RESPONSE_BYTES_MAX))).isEqualTo(202);
        assertThat(status(post("invocation/id-1/response", RuntimeApi.RESPONSE_BYTES_MAX + 1))).isEqualTo(413);
        assertThat(status(post("invocation/id-1/error", 5))).isEqualTo(400);
        assertThat(status(post("init/error", 5))).isEqualTo(202);
        assertThat(status(post("invocation/id-1/else", 5))).isEqualTo(404);
        assertThat(said.calls).containsExactly("response id-1 10", "response id-1 " + RuntimeApi.RESPONSE_BYTES_MAX, "too large id-1", "error id-1",
                "init 5");
        Await.until(SOON, () -> budget.usedBytes() == 0, () -> budget.usedBytes() + " bytes are held");
    }

    @Test
    void nobodyIsMetWithoutTheToken() throws Exception {
        String address = place.address();
        String guess = "http://" + address.substring(0, address.length() - 1) + (address.endsWith("0") ? "1" : "0");
        assertThat(client.send(HttpRequest.newBuilder(URI.create(guess + "/2018-06-01/runtime/invocation/next")).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(404);
        place.close();
        assertThat(status(post("invocation/id-1/response", 1))).isEqualTo(404);
        assertThat(said.calls).isEmpty();
    }

    @Test
    void aLargeResultWaitsForMemoryASmallOneDoesNot() throws Exception {
        CompletableFuture<ByteBudget.Permit> all = new CompletableFuture<>();
        budget.claim(RuntimeApi.RESPONSE_BYTES_MAX, all::complete);
        CompletableFuture<HttpResponse<String>> large = post("invocation/large/response", 3_000_000);
        Await.until(SOON, () -> budget.waiters() == 1, () -> "nobody waits");
        assertThat(status(post("invocation/small/response", 1000))).isEqualTo(202);
        assertThat(said.calls).containsExactly("response small 1000");
        all.join().release();
        assertThat(status(large)).isEqualTo(202);
        assertThat(said.calls).containsExactly("response small 1000", "response large 3000000");
    }

    @Test
    void aWorkerThatDiesGivesItsMemoryBack() throws Exception {
        String[] address = place.address().split("[:/]", 3);
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            socket.getOutputStream().write(("POST /" + address[2] + "/2018-06-01/runtime/invocation/dying/response HTTP/1.1\r\nHost: h\r\n"
                    + "Content-Length: 2000000\r\n\r\nabc").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            Await.until(SOON, () -> budget.usedBytes() == 2_000_000, () -> budget.usedBytes() + " bytes are held");
        }
        Await.until(SOON, () -> budget.usedBytes() == 0, () -> budget.usedBytes() + " bytes are held");
        assertThat(said.calls).isEmpty();
    }
}
