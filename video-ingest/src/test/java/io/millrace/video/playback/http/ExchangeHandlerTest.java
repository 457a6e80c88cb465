package io.millrace.video.playback.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.process.Await;
import io.millrace.video.playback.PlaybackSettings;
import io.millrace.video.playback.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExchangeHandlerTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final ExchangeHandler handler = new ExchangeHandler(PlaybackSettings.defaults());
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() {
        server = Waiting.on(vertx.createHttpServer().requestHandler(request -> handler.handle(request, "Any", exchange -> {
            if (request.path().equals("/endless")) {
                exchange.beginEndless("text/plain");
                Waiting.on(exchange.closed());
            } else {
                exchange.reply(200, "text/plain", new byte[1]);
            }
        })).listen(0, "127.0.0.1").toCompletionStage());
    }

    @AfterEach
    void stop() {
        handler.close();
        Waiting.on(vertx.close().toCompletionStage());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path)).build();
    }

    @Test
    void nothingIsKeptOfRequestsThatAreOver() throws IOException, InterruptedException {
        for (int count = 0; count < 50; count++) {
            assertThat(client.send(request("/short"), HttpResponse.BodyHandlers.ofByteArray()).statusCode()).isEqualTo(200);
        }
        Await.until(SOON, () -> handler.open() == 0, () -> "no request is open");
    }

    @Test
    void whoWaitsIsToldOfTheEnd() {
        CompletableFuture<HttpResponse<byte[]>> reply = client.sendAsync(request("/endless"), HttpResponse.BodyHandlers.ofByteArray());
        Await.until(SOON, () -> handler.open() == 1, () -> "the request has come");

        handler.close();

        assertThat(handler.open()).isZero();
        assertThat(reply).isNotCompletedExceptionally();
    }
}
