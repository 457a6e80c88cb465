package io.millrace.kinesis;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.catalog.MemoryCatalog;
import io.millrace.clock.ManualClock;
import io.millrace.identity.Identity;
import io.millrace.stream.MemoryRecordStore;
import io.millrace.stream.registry.RegistrySettings;
import io.millrace.stream.registry.StreamRegistry;
import io.millrace.wire.http.OriginGuard;
import io.millrace.wire.http.WireBudgets;
import io.millrace.wire.http.WireHandler;
import io.millrace.wire.http.WireSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The Kinesis API on a bare Vert.x server, HTTP/1.1 and h2c, over twins in memory and a clock that stands still. */
public final class KinesisServer implements AutoCloseable {

    public static final Identity IDENTITY = new Identity("000000000000", "us-east-1");
    public static final long START_MILLIS = 1_700_000_000_123L;
    private static final long WAIT_SECONDS = 20;

    public final ManualClock clock = new ManualClock(START_MILLIS);
    public final MemoryCatalog catalog = new MemoryCatalog();
    public final MemoryRecordStore store = new MemoryRecordStore(clock);
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final StreamRegistry streams;
    public final WireBudgets budgets;
    private final Vertx vertx = Vertx.vertx();
    private final WireHandler handler;
    private final HttpServer server;

    public KinesisServer() throws Exception {
        this(RegistrySettings.defaults(), KinesisSettings.defaults(), WireSettings.defaults());
    }

    public KinesisServer(RegistrySettings registry, KinesisSettings settings, WireSettings wire) throws Exception {
        streams = new StreamRegistry(catalog, store, clock, registry);
        budgets = WireBudgets.of(wire);
        handler = new WireHandler(List.of(KinesisApi.open(streams, store, IDENTITY, clock, settings, budgets, meters)), wire, budgets, clock, meters);
        server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0).setHttp2ClearTextEnabled(true));
        server.requestHandler(new OriginGuard(Set.of()).guarding(handler));
        server.listen().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    public Calls calls() {
        return new Calls(endpoint());
    }

    @Override
    public void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        handler.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        streams.close();
        store.close();
    }
}
