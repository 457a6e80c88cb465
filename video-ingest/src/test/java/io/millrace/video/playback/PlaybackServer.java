package io.millrace.video.playback;

import io.millrace.catalog.MemoryCatalog;
import io.millrace.clock.Clock;
import io.millrace.identity.Identity;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.fragment.MemoryFragmentStore;
import io.millrace.video.playback.hls.SessionTokens;
import io.millrace.video.playback.page.VideoPage;
import io.millrace.video.stream.VideoStream;
import io.millrace.video.stream.VideoStreams;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reading video over HTTP, from fragments in memory, for tests. */
public final class PlaybackServer implements AutoCloseable {

    private static final byte[] KEY = new byte[SessionTokens.KEY_BYTES];

    private final Vertx vertx = Vertx.vertx();
    private final MemoryFragmentStore store;
    private final VideoStreams streams;
    private final PlaybackRoutes routes;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    public PlaybackServer(Clock clock, PlaybackSettings settings) {
        this(clock, settings, UnaryOperator.identity());
    }

    /** @param between stands between those who read and the store */
    public PlaybackServer(Clock clock, PlaybackSettings settings, UnaryOperator<FragmentStore> between) {
        store = new MemoryFragmentStore(clock);
        streams = new VideoStreams(new MemoryCatalog(), store, clock, 100);
        StreamLookup lookup = new StreamLookup(streams, new Identity("000000000000", "us-east-1"));
        routes = new PlaybackRoutes(lookup, between.apply(store), new SessionTokens(KEY), clock, settings);
        Router router = Router.router(vertx);
        routes.mount(router, 0);
        VideoPage.mount(router, 0);
        server = Waiting.on(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").toCompletionStage());
    }

    public FragmentStore store() {
        return store;
    }

    public VideoStream create(String name, int retentionHours) {
        return Waiting.on(streams.create(name, Optional.empty(), Optional.empty(), retentionHours, Map.of()));
    }

    public void delete(VideoStream stream) {
        Waiting.on(streams.delete(stream, Optional.empty()));
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Posts a body to an operation. */
    public HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(endpoint().resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String url) {
        return send(HttpRequest.newBuilder(endpoint().resolve(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        routes.close();
        client.shutdownNow();
        Waiting.on(vertx.close().toCompletionStage());
        store.close();
    }
}
