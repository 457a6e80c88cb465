package io.millrace.functions.runtimeapi;

import io.millrace.wire.http.ByteBudget;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The body of what a worker posts. A small one is read as it comes. A large one has to have its bytes from the budget first; until then
 * the worker waits, on its function's time. One beyond the bound is read to its end and not kept. On the request's event loop.
 */
final class ResultBody {

    /** So much is read without asking: the number of workers bounds it. */
    private static final int SMALL_BYTES_MAX = 64 * 1024;

    private final HttpServerRequest request;
    private final Consumer<byte[]> whole;
    private final Runnable tooLarge;
    private Optional<ByteBudget.Claim> claim = Optional.empty();
    private Optional<ByteBudget.Permit> permit = Optional.empty();
    private Buffer bytes = Buffer.buffer();
    private boolean over;
    private boolean broken;

    private ResultBody(HttpServerRequest request, Consumer<byte[]> whole, Runnable tooLarge) {
        this.request = request;
        this.whole = whole;
        this.tooLarge = tooLarge;
    }

    /** Reads it; one of the two is called when it has ended, none when the connection breaks. */
    static void read(HttpServerRequest request, ByteBudget budget, Consumer<byte[]> whole, Runnable tooLarge) {
        ResultBody body = new ResultBody(request, whole, tooLarge);
        long declared = Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_LENGTH)).map(Long::parseLong).orElse((long) RuntimeApi.RESPONSE_BYTES_MAX);
        request.handler(body::take);
        request.endHandler(end -> body.end());
        request.exceptionHandler(failure -> body.giveUp());
        if (declared > SMALL_BYTES_MAX && declared <= RuntimeApi.RESPONSE_BYTES_MAX) {
            request.pause();
            Context context = Vertx.currentContext();
            body.claim = budget.claim(declared, granted -> context.runOnContext(now -> body.start(granted)));
        }
    }

    private void start(ByteBudget.Permit granted) {
        permit = Optional.of(granted);
        if (broken) {
            granted.release();
        } else {
            request.resume();
        }
    }

    private void take(Buffer part) {
        over |= bytes.length() + part.length() > RuntimeApi.RESPONSE_BYTES_MAX;
        if (over) {
            bytes = Buffer.buffer();
        } else {
            bytes.appendBuffer(part);
        }
    }

    private void end() {
        if (over) {
            tooLarge.run();
        } else {
            whole.accept(bytes.getBytes());
        }
        permit.ifPresent(ByteBudget.Permit::release);
    }

    private void giveUp() {
        broken = true;
        claim.ifPresent(ByteBudget.Claim::leave);
        permit.ifPresent(ByteBudget.Permit::release);
    }
}
