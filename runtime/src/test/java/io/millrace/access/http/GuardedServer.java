package io.millrace.access.http;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.access.AccessKey;
import io.millrace.access.KeyRing;
import io.millrace.access.PathRule;
import io.millrace.access.PathRules;
import io.millrace.access.SignatureVerifier;
import io.millrace.clock.ManualClock;
import io.millrace.kinesis.KinesisFault;
import io.millrace.wire.http.WireApi;
import io.millrace.wire.http.WireBudgets;
import io.millrace.wire.http.WireHandler;
import io.millrace.wire.http.WireOperation;
import io.millrace.wire.http.WireReply;
import io.millrace.wire.http.WireSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gate in front of a bare Vert.x server, HTTP/1.1 and h2c: {@code POST /} with one operation, Count; {@code /2015-03-31/…}, which
 * reads a body part by part and answers its hash; {@code /unread}, which does not read it; {@code /stream}, which is sent one that is
 * not signed; {@code /open}.
 */
final class GuardedServer implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final AccessKey KEY = AccessKey.random("TEST");
    static final int BODY_BYTES_MAX = 8 * 1024 * 1024;
    private static final long WAIT_SECONDS = 20;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AtomicInteger calls = new AtomicInteger();
    final Vertx vertx = Vertx.vertx();
    private final WireHandler wire;
    private final HttpServer server;

    GuardedServer(Path directory, IntakeSettings intake) throws Exception {
        ManualClock clock = new ManualClock(NOW.toEpochMilli());
        KeyRing ring = new KeyRing(List.of(KEY));
        WireOperation<String> count = new WireOperation<>("Count", BODY_BYTES_MAX, WireOperation.Share.DATA, reader -> "", call -> {
            calls.incrementAndGet();
            return CompletableFuture.completedStage(WireReply.EMPTY);
        });
        WireBudgets budgets = WireBudgets.of(WireSettings.defaults());
        wire = new WireHandler(List.of(WireApi.of("kinesis", "Kinesis_20131202", List.of(count), Set.of(),
                new WireApi.Faults(KinesisFault.INVALID, KinesisFault.RATE, KinesisFault.INTERNAL))), WireSettings.defaults(), budgets, clock, meters);
        Router router = Router.router(vertx);
        PathRules rules = new PathRules(List.of(PathRule.open("/open"), PathRule.signedHead("/stream", "kinesisvideo"),
                PathRule.signed("/20\\d\\d-\\d\\d-\\d\\d/.*", "lambda")));
        AccessGate gate = new AccessGate(new SignatureVerifier(() -> ring, "us-east-1", clock), rules, wire, router, intake, clock, meters);
        router.route().order(-10).handler(context -> {
            context.request().pause();
            gate.handle(context);
        });
        router.route("/").handler(context -> wire.handle(context.request(), AccessGate.proofOf(context)));
        router.route("/unread").handler(context -> context.response().end("unread"));
        router.route().handler(this::answerHash);
        server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0).setHttp2ClearTextEnabled(true)).requestHandler(router);
        server.listen().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    GuardedServer(Path directory) throws Exception {
        this(directory, IntakeSettings.defaults(directory, BODY_BYTES_MAX));
    }

    /** Asks for each part by itself, as a reading thread does. */
    private void answerHash(RoutingContext context) {
        calls.incrementAndGet();
        MessageDigest digest = sha256();
        context.request().pause();
        context.request().handler(part -> {
            digest.update(part.getBytes());
            context.request().fetch(1);
        });
        context.request().endHandler(end -> context.response().putHeader("Received-Length", String.valueOf(context.request().getHeader("Content-Length")))
                .end(HexFormat.of().formatHex(digest.digest())));
        context.request().exceptionHandler(lost -> context.fail(500));
        context.request().fetch(1);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    int port() {
        return server.actualPort();
    }

    String authority() {
        return "127.0.0.1:" + port();
    }

    double heldBytes() {
        return meters.find("millrace.access.held.bytes").gauges().stream().mapToDouble(gauge -> gauge.value()).sum();
    }

    @Override
    public void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        wire.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
