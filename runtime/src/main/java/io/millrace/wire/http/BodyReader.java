package io.millrace.wire.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/**
 * Collects one body into one array, counting: a body longer than its limit is thrown away to its end, so that the client gets
 * the answer, unless that end is too far. On the request's event loop.
 */
final class BodyReader {

    /** Told once how it went, on the event loop. */
    interface Outcome {
        void whole(byte[] body, int length);

        void tooLarge();

        /** The client went away. */
        void lost();
    }

    private static final int FIRST_CAPACITY_BYTES = 8192;
    private static final byte[] NOTHING = {};
    /** What is thrown away at most before the connection is closed. */
    private static final long DISCARD_BYTES_MAX = 64L * 1024 * 1024;

    private final HttpServerRequest request;
    private final int bytesMax;
    private final Outcome outcome;
    private byte[] body;
    private long received;
    private boolean over;

    private BodyReader(HttpServerRequest request, int bytesMax, byte[] body, Outcome outcome) {
        this.request = request;
        this.bytesMax = bytesMax;
        this.outcome = outcome;
        this.body = body;
    }

    /** Starts reading a paused request into an array of {@code arrays}; who gets the whole body gives it back. */
    static void read(HttpServerRequest request, long contentLength, int bytesMax, BodyArrays arrays, Outcome outcome) {
        int capacity = contentLength > bytesMax ? 0 : contentLength >= 0 ? (int) contentLength : FIRST_CAPACITY_BYTES;
        read(request, contentLength, new BodyReader(request, bytesMax, arrays.take(capacity), outcome));
    }

    private static void read(HttpServerRequest request, long contentLength, BodyReader reader) {
        request.handler(reader::take);
        request.endHandler(end -> reader.end());
        request.exceptionHandler(lost -> reader.lose());
        if (contentLength > DISCARD_BYTES_MAX) {
            reader.received = contentLength;
            reader.giveUp();
        } else {
            request.resume();
        }
    }

    /** Throws a paused request's body away, then lets answer; a body without a near end costs the connection. */
    static void discard(HttpServerRequest request, Runnable answer) {
        read(request, 0, new BodyReader(request, 0, NOTHING, new Outcome() {
            @Override
            public void whole(byte[] body, int length) {
                answer.run();
            }

            @Override
            public void tooLarge() {
                answer.run();
            }

            @Override
            public void lost() {
                request.connection().close();
            }
        }));
    }

    private void take(Buffer part) {
        int length = part.length();
        long before = received;
        received += length;
        if (received > bytesMax) {
            body = null;
            if (received > DISCARD_BYTES_MAX) {
                giveUp();
            }
            return;
        }
        if (received > body.length) {
            body = Arrays.copyOf(body, (int) Math.min(bytesMax, Math.max(received, body.length * 2L)));
        }
        part.getBytes(body, (int) before);
    }

    /** Answers at once and closes the connection behind the answer. */
    private void giveUp() {
        request.response().endHandler(sent -> request.connection().close());
        finish(outcome::tooLarge);
    }

    private void end() {
        finish(() -> {
            if (received > bytesMax) {
                outcome.tooLarge();
            } else {
                outcome.whole(body, (int) received);
            }
        });
    }

    private void lose() {
        finish(outcome::lost);
    }

    private void finish(Runnable how) {
        if (!over) {
            over = true;
            how.run();
        }
    }
}
