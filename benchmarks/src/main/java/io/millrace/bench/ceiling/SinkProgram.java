package io.millrace.bench.ceiling;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/** The sinks' program: {@code PORT REPLY_BYTES BARE|PARSING}. As many event loops as Quarkus has, two a core. */
public final class SinkProgram {

    private SinkProgram() {
    }

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        Buffer reply = Buffer.buffer(replyOf(Integer.parseInt(arguments[1])));
        SinkKind kind = SinkKind.valueOf(arguments[2]);
        Vertx vertx = Vertx.vertx();
        int loops = 2 * Runtime.getRuntime().availableProcessors();
        vertx.deployVerticle(() -> new Sink(port, reply, kind), new DeploymentOptions().setInstances(loops))
                .onFailure(failure -> {
                    System.err.println("the sink does not start: " + failure);
                    System.exit(1);
                });
    }

    /** What the load client takes for success, at the length a real reply has. */
    private static String replyOf(int bytes) {
        String start = "{\"FailedRecordCount\":0,\"Padding\":\"", end = "\"}";
        return start + "x".repeat(Math.max(0, bytes - start.length() - end.length())) + end;
    }

    private static final class Sink extends AbstractVerticle {

        private final int port;
        private final Buffer reply;
        private final SinkKind kind;

        Sink(int port, Buffer reply, SinkKind kind) {
            this.port = port;
            this.reply = reply;
            this.kind = kind;
        }

        @Override
        public void start() {
            HttpServer server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port));
            server.requestHandler(this::swallow).listen();
        }

        private void swallow(HttpServerRequest request) {
            request.bodyHandler(body -> kind.work().swallow(body)
                    .onSuccess(done -> request.response().putHeader("Content-Type", "application/x-amz-json-1.1").end(reply.copy()))
                    .onFailure(failure -> request.response().setStatusCode(500).end(failure.toString())));
        }
    }
}
