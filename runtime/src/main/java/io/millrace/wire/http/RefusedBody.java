package io.millrace.wire.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * The body of a request that has been refused by its head. It is thrown away as it comes, so that the client reads its answer instead
 * of finding its connection reset; one that is long in coming costs the connection. On the request's event loop.
 */
public final class RefusedBody {

    /** Above the longest body of a call by target. */
    private static final long DROPPED_BYTES_MAX = 16L * 1024 * 1024;
    private static final long DROPPING_MILLIS_MAX = 10_000;
    private static final long HTTP2_NO_ERROR = 0;

    private final HttpServerRequest request;
    private long dropped;

    private RefusedBody(HttpServerRequest request) {
        this.request = request;
    }

    /** Begins to throw away; call it just before the answer is sent. */
    public static void drop(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        RefusedBody body = new RefusedBody(request);
        Context loop = Vertx.currentContext();
        long timer = loop.owner().setTimer(DROPPING_MILLIS_MAX, late -> body.cutOff());
        request.handler(part -> body.count(part.length()));
        request.endHandler(end -> loop.owner().cancelTimer(timer));
        request.exceptionHandler(lost -> loop.owner().cancelTimer(timer));
        request.resume();
    }

    private void count(int length) {
        dropped += length;
        if (dropped > DROPPED_BYTES_MAX) {
            cutOff();
        }
    }

    private void cutOff() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(HTTP2_NO_ERROR);
        } else {
            request.connection().close();
        }
    }
}
