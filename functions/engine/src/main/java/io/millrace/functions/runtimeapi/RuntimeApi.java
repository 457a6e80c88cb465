package io.millrace.functions.runtimeapi;

import io.millrace.functions.runtimeapi.RuntimeConversation.HandOver;
import io.millrace.wire.http.ByteBudget;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The listener. A worker's base path is {@code /w/<token>}; a token is 128 random bits, so a process that guesses meets nobody.
 */
public final class RuntimeApi {

    /** What a function may return: 6 MiB and the service's allowance of 100 bytes. */
    public static final int RESPONSE_BYTES_MAX = 6 * 1024 * 1024 + 100;

    private static final int TOKEN_BYTES = 16;
    private static final String PREFIX = "/w/";
    private static final String RUNTIME = "/2018-06-01/runtime/";
    private static final String INVOCATION = "invocation/";
    private static final int OK = 200, ACCEPTED = 202, BAD_REQUEST = 400, NOT_FOUND = 404, TOO_LARGE = 413;

    private final HttpServer server;
    private final ByteBudget budget;
    private final ConcurrentMap<String, RuntimeConversation> conversations = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    private RuntimeApi(Vertx vertx, ByteBudget budget) {
        this.budget = budget;
        server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0).setIdleTimeout(0).setTcpNoDelay(true)
                .setHandle100ContinueAutomatically(true)).requestHandler(this::handle);
    }

    /**
     * Opens the listener on a free port of loopback.
     *
     * @param budget for large results while they come in
     */
    public static CompletionStage<RuntimeApi> open(Vertx vertx, ByteBudget budget) {
        RuntimeApi api = new RuntimeApi(vertx, budget);
        return api.server.listen().map(listening -> api).toCompletionStage();
    }

    /** A worker's place, given up with {@link #close}. */
    public final class Place {
        private final String token;

        private Place(String token) {
            this.token = token;
        }

        /** For AWS_LAMBDA_RUNTIME_API. A secret of the worker. */
        public String address() {
            return "127.0.0.1:" + server.actualPort() + PREFIX + token;
        }

        /** From now on, what comes from there is refused. */
        public void close() {
            conversations.remove(token);
        }
    }

    public Place register(RuntimeConversation conversation) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        String text = HexFormat.of().formatHex(token);
        conversations.put(text, conversation);
        return new Place(text);
    }

    /** Closes the listener; completes when it is closed. */
    public CompletionStage<Void> close() {
        return server.close().toCompletionStage();
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        int tokenEnd = PREFIX.length() + 2 * TOKEN_BYTES;
        RuntimeConversation conversation = path.startsWith(PREFIX) && path.length() > tokenEnd
                ? conversations.get(path.substring(PREFIX.length(), tokenEnd)) : null;
        if (conversation == null || !path.startsWith(RUNTIME, tokenEnd)) {
            answer(request, NOT_FOUND, "{}");
            return;
        }
        String call = path.substring(tokenEnd + RUNTIME.length());
        if (request.method() == HttpMethod.GET && call.equals(INVOCATION + "next")) {
            conversation.next(invocation -> send(request, invocation));
        } else if (request.method() == HttpMethod.POST && call.equals("init/error")) {
            ResultBody.read(request, budget, body -> {
                conversation.initError(body);
                answer(request, ACCEPTED, "{\"status\":\"OK\"}");
            }, () -> tooLarge(request));
        } else if (request.method() == HttpMethod.POST && call.startsWith(INVOCATION)) {
            result(request, conversation, call.substring(INVOCATION.length()));
        } else {
            answer(request, NOT_FOUND, "{}");
        }
    }

    private void result(HttpServerRequest request, RuntimeConversation conversation, String call) {
        int slash = call.indexOf('/');
        String requestId = slash < 0 ? "" : call.substring(0, slash);
        Answer answer = new Answer(request);
        switch (slash < 0 ? "" : call.substring(slash + 1)) {
            case "response" -> ResultBody.read(request, budget, body -> conversation.response(requestId, body, answer), () -> {
                conversation.responseTooLarge(requestId);
                tooLarge(request);
            });
            case "error" -> ResultBody.read(request, budget, body -> conversation.error(requestId, body, answer), () -> tooLarge(request));
            default -> answer(request, NOT_FOUND, "{}");
        }
    }

    private static void send(HttpServerRequest request, HandOver invocation) {
        var response = request.response().setStatusCode(OK).putHeader("Content-Type", "application/json")
                .putHeader("Lambda-Runtime-Aws-Request-Id", invocation.requestId())
                .putHeader("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadlineMillis()))
                .putHeader("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn())
                .putHeader("Lambda-Runtime-Trace-Id", invocation.traceId());
        if (!invocation.clientContext().isEmpty()) {
            response.putHeader("Lambda-Runtime-Client-Context", invocation.clientContext());
        }
        response.end(Buffer.buffer(invocation.payload()));
    }

    private static void tooLarge(HttpServerRequest request) {
        answer(request, TOO_LARGE, "{\"errorType\":\"RequestEntityTooLarge\",\"errorMessage\":\"Exceeded maximum allowed payload size ("
                + RESPONSE_BYTES_MAX + " bytes).\"}");
    }

    private static void answer(HttpServerRequest request, int status, String json) {
        request.response().setStatusCode(status).putHeader("Content-Type", "application/json").end(json);
    }

    private record Answer(HttpServerRequest request) implements RuntimeConversation.Verdict {
        @Override
        public void accept() {
            answer(request, ACCEPTED, "{\"status\":\"OK\"}");
        }

        @Override
        public void refuse() {
            answer(request, BAD_REQUEST, "{\"errorType\":\"InvalidRequestID\",\"errorMessage\":\"Invalid request ID\"}");
        }
    }
}
