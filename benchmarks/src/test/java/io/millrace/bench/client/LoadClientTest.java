package io.millrace.bench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadClientTest {

    private static final Duration RUN = Duration.ofMillis(300);
    /** Longer than the reader's first buffer, so that it must grow. */
    private static final int LONG_REPLY_BYTES = 3_000_000;

    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/", 200, "{\"FailedRecordCount\":0}");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void countsExactlyTheCallsTheServerAnswered() throws IOException {
        RepeatedCalls.Result result = calls(Requests.putRecords("s", 3, 100, 1), "\"FailedRecordCount\":0").run(RUN);

        assertThat(result.latency().getTotalCount()).isPositive().isEqualTo(calls.get());
        assertThat(result.seconds()).isBetween(0.3, 30.0);
    }

    @Test
    void aFailedRecordEndsTheRun() {
        answer("/partly", 200, "{\"FailedRecordCount\":1}");

        assertThatThrownBy(() -> calls(Requests.rest("POST", "/partly", "{}"), "\"FailedRecordCount\":0").run(RUN))
                .isInstanceOf(IOException.class).hasMessageContaining("FailedRecordCount\":1");
    }

    @Test
    void anErrorStatusEndsTheRun() {
        answer("/broken", 500, "{\"__type\":\"InternalFailure\"}");

        assertThatThrownBy(() -> calls(Requests.rest("POST", "/broken", "{}"), "").run(RUN))
                .isInstanceOf(IOException.class).hasMessageContaining("500").hasMessageContaining("InternalFailure");
    }

    @Test
    void aReplyLongerThanTheBufferArrivesWhole() throws IOException {
        answer("/long", 200, "x".repeat(LONG_REPLY_BYTES) + "end");

        assertThat(calls(Requests.rest("POST", "/long", "{}"), "xend").run(RUN).replyBytes()).isEqualTo(LONG_REPLY_BYTES + 3);
    }

    private RepeatedCalls calls(ByteBuffer request, String successWord) {
        return new RepeatedCalls(server.getAddress(), List.of(request), 4, successWord);
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            exchange.getRequestBody().readAllBytes();
            calls.incrementAndGet();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
