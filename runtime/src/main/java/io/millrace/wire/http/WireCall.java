package io.millrace.wire.http;

import io.millrace.access.BodyProof;
import io.millrace.stage.StageFailure;
import io.millrace.wire.WireException;
import io.millrace.wire.WireFault;
import io.millrace.wire.codec.MalformedInput;
import io.millrace.wire.codec.ReplyBytes;
import io.millrace.wire.codec.WireFormat;
import io.millrace.wire.model.InvalidInput;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One received call: waits for memory, reads the body, runs the operation, answers. Begins and ends on the request's event
 * loop; in between on the pool, if the body or the reply is long.
 */
final class WireCall implements BodyReader.Outcome {

    private static final Logger LOGGER = LoggerFactory.getLogger(WireCall.class);
    private static final long NO_TIMER = -1;
    private static final long HTTP2_CANCEL = 8;

    private final CallContext shared;
    private final HttpServerRequest request;
    private final WireFormat format;
    private final WireApi api;
    private final WireOperation<?> operation;
    private final BodyProof proof;
    private final Context loop = Vertx.currentContext();
    private final long beganNanos;
    private ByteBudget.Permit permit;
    private byte[] body;
    private long timer = NO_TIMER;
    private boolean answered;

    WireCall(CallContext shared, HttpServerRequest request, WireFormat format, WireApi api, WireOperation<?> operation, BodyProof proof) {
        this.shared = shared;
        this.request = request;
        this.format = format;
        this.api = api;
        this.operation = operation;
        this.proof = proof;
        this.beganNanos = shared.clock().nanos();
    }

    void begin() {
        long contentLength = contentLength();
        if (contentLength > operation.bodyBytesMax()) {
            read(contentLength);
            return;
        }
        ByteBudget budget = shared.budgets().of(operation.share());
        long bytes = contentLength >= 0 ? contentLength : operation.bodyBytesMax();
        Optional<ByteBudget.Claim> claim = budget.claim(bytes, granted -> onLoop(() -> granted(granted, contentLength)));
        if (claim.isEmpty()) {
            throttle();
        } else if (permit == null) {
            after(shared.settings().budgetWait().toMillis(), () -> {
                if (claim.get().leave()) {
                    throttle();
                }
            });
        }
    }

    private void granted(ByteBudget.Permit granted, long contentLength) {
        permit = granted;
        stopTimer();
        if (request.response().closed()) {
            permit.release();
            return;
        }
        after(shared.settings().bodyWait().toMillis(), () -> {
            answerFault(CommonFault.TIMED_OUT, "The body did not arrive in time");
            request.connection().close();
        });
        read(contentLength);
    }

    private void read(long contentLength) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        BodyReader.read(request, contentLength, operation.bodyBytesMax(), shared.arrays(), this);
    }

    @Override
    public void whole(byte[] received, int length) {
        body = received;
        stopTimer();
        if (permit != null) {
            permit.shrinkTo(length);
        }
        if (length <= CallContext.INLINE_BYTES_MAX) {
            run(length);
        } else {
            onPool(() -> run(length));
        }
    }

    @Override
    public void tooLarge() {
        stopTimer();
        answerFault(CommonFault.TOO_LARGE, "The body of " + operation.name() + " may have " + operation.bodyBytesMax() + " bytes");
    }

    @Override
    public void lost() {
        stopTimer();
        finish();
    }

    private void run(int length) {
        CompletionStage<? extends WireReply> outcome;
        try {
            int payload = proof.take(body, 0, length);
            proof.end();
            outcome = operation.run(format.reader(body, payload));
        } catch (RuntimeException failure) {
            fail(failure);
            return;
        }
        outcome.whenComplete((reply, failure) -> {
            if (failure != null) {
                fail(failure);
            } else if (reply.expectedBytes() > CallContext.INLINE_BYTES_MAX) {
                onPool(() -> encode(reply));
            } else {
                onLoop(() -> encode(reply));
            }
        });
    }

    private void encode(WireReply reply) {
        ReplyBytes bytes;
        try {
            bytes = ReplySender.encode(format, reply);
        } catch (RuntimeException failure) {
            reply.sent();
            fail(failure);
            return;
        }
        onLoop(() -> answer(200, bytes, reply));
    }

    private void fail(Throwable failure) {
        Throwable cause = StageFailure.cause(failure);
        switch (cause) {
            case WireException fault -> onLoop(() -> answerFault(fault.fault(), fault.getMessage()));
            case MalformedInput malformed -> onLoop(() -> answerFault(CommonFault.SERIALIZATION, malformed.getMessage()));
            case InvalidInput invalid -> onLoop(() -> answerFault(api.faults().invalid(), invalid.getMessage()));
            default -> {
                LOGGER.atError().addKeyValue("api", api.name()).addKeyValue("operation", operation.name()).setCause(cause).log("call failed");
                onLoop(() -> answerFault(api.faults().internal(), null));
            }
        }
    }

    private void throttle() {
        BodyReader.discard(request, () -> answerFault(api.faults().throttled(), "Too much memory is in use by other calls; try again"));
    }

    private void answerFault(WireFault fault, String message) {
        if (!answered) {
            shared.meters().count(api.name(), fault);
            answer(fault.status(), ReplySender.encodeFault(format, fault.wireName(), message), WireReply.EMPTY);
        }
    }

    private void answer(int status, ReplyBytes bytes, WireReply reply) {
        HttpServerResponse response = request.response();
        if (answered || response.closed()) {
            reply.sent();
            finish();
            return;
        }
        answered = true;
        if (bytes.length() > CallContext.INLINE_BYTES_MAX) {
            after(shared.settings().bodyWait().toMillis(), this::cutOff);
        }
        ReplySender.send(response, status, format.contentType(), bytes).onComplete(sent -> {
            stopTimer();
            reply.sent();
            finish();
        });
    }

    /**
     * Ends a reply that does not leave. Closing the connection, or its channel, in order would wait for the very bytes that are
     * stuck: the channel is closed from behind Vert.x's own handler.
     */
    private void cutOff() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(HTTP2_CANCEL);
        } else if (request.connection() instanceof ConnectionBase connection) {
            connection.channelHandlerContext().close();
        } else {
            request.connection().close();
        }
    }

    private void finish() {
        if (body != null) {
            shared.arrays().give(body);
            body = null;
        }
        if (permit != null) {
            permit.release();
        }
        shared.meters().timer(api, operation).record(shared.clock().nanos() - beganNanos, TimeUnit.NANOSECONDS);
    }

    private void after(long millis, Runnable action) {
        timer = loop.owner().setTimer(Math.max(1, millis), fired -> {
            timer = NO_TIMER;
            action.run();
        });
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            loop.owner().cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void onLoop(Runnable action) {
        if (Vertx.currentContext() == loop) {
            action.run();
        } else {
            loop.runOnContext(nothing -> action.run());
        }
    }

    private void onPool(Runnable action) {
        try {
            shared.pool().execute(action);
        } catch (RejectedExecutionException stopping) {
            fail(stopping);
        }
    }

    private long contentLength() {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? NO_TIMER : Long.parseLong(length);
        } catch (NumberFormatException unreadable) {
            return NO_TIMER;
        }
    }
}
