package io.millrace.firehose.schema.api;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.clock.ManualClock;
import io.millrace.firehose.schema.TableFiles;
import io.millrace.identity.Identity;
import io.millrace.kinesis.Calls;
import io.millrace.wire.http.WireBudgets;
import io.millrace.wire.http.WireHandler;
import io.millrace.wire.http.WireSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The Glue API on a bare server over a directory; the clock stands still. */
final class GlueServer implements AutoCloseable {

    static final long START_MILLIS = 1_700_000_000_123L;
    static final String ACCOUNT = "000000000000";
    private static final long WAIT_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx();
    private final GlueApi api;
    private final WireHandler handler;
    private final HttpServer server;
    private final Calls calls;

    GlueServer(Path directory) throws Exception {
        ManualClock clock = new ManualClock(START_MILLIS);
        api = new GlueApi(new TableFiles(directory), new Identity(ACCOUNT, "us-east-1"), clock);
        WireSettings wire = WireSettings.defaults();
        handler = new WireHandler(List.of(api.wire()), wire, WireBudgets.of(wire), clock, new SimpleMeterRegistry());
        server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0));
        server.requestHandler(handler);
        server.listen().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        calls = new Calls(URI.create("http://127.0.0.1:" + server.actualPort()));
    }

    Calls.Answer call(String operation, String json) {
        return calls.send("AWSGlue." + operation, Calls.JSON_TYPE, json.getBytes(StandardCharsets.UTF_8));
    }

    /** A call that succeeds. */
    Calls.Answer done(String operation, String json) {
        Calls.Answer answer = call(operation, json);
        if (answer.status() != 200) {
            throw new AssertionError(operation + " " + json + ": " + answer);
        }
        return answer;
    }

    @Override
    public void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        handler.close();
        api.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
