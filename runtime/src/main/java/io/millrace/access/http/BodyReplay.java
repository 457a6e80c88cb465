package io.millrace.access.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets a verified body come once more, in the manner of a request's own stream: from any thread it may be asked, on the event loop it
 * comes. It begins with the first handler, or when asked.
 */
final class BodyReplay {

    private static final int PART_BYTES = 64 * 1024;

    private final Context loop;
    private final VerifiedBody body;
    private final AtomicLong demand = new AtomicLong();
    private final Promise<Void> over = Promise.promise();
    private volatile boolean asked;
    private volatile Handler<Buffer> handler;
    private volatile Handler<Void> endHandler;
    private volatile Handler<Throwable> exceptionHandler;
    private volatile boolean ended;
    private long position;
    private boolean reading;

    BodyReplay(Context loop, VerifiedBody body) {
        this.loop = loop;
        this.body = body;
    }

    boolean isEnded() {
        return ended;
    }

    Promise<Void> over() {
        return over;
    }

    void handler(Handler<Buffer> to) {
        handler = to;
        if (to != null && !asked) {
            demand.set(Long.MAX_VALUE);
        }
        schedule();
    }

    void endHandler(Handler<Void> to) {
        endHandler = to;
        schedule();
    }

    void exceptionHandler(Handler<Throwable> to) {
        exceptionHandler = to;
    }

    void pause() {
        asked = true;
        demand.set(0);
    }

    void resume() {
        fetch(Long.MAX_VALUE);
    }

    void fetch(long parts) {
        asked = true;
        demand.accumulateAndGet(parts, (now, more) -> now + more < 0 ? Long.MAX_VALUE : now + more);
        schedule();
    }

    private void schedule() {
        loop.runOnContext(nothing -> move());
    }

    private void move() {
        if (reading || ended || demand.get() == 0) {
            return;
        }
        if (position == body.length()) {
            end();
        } else if (body.isReleased()) {
            fail(new IllegalStateException("the response is over"));
        } else if (body.onDisk()) {
            reading = true;
            loop.executeBlocking(() -> body.read(position, PART_BYTES), true).onComplete(read -> {
                reading = false;
                if (read.succeeded()) {
                    deliver(read.result());
                } else {
                    fail(read.cause());
                }
            });
        } else {
            try {
                deliver(body.read(position, PART_BYTES));
            } catch (IOException impossible) {
                fail(impossible);
            }
        }
    }

    /** A part nobody handles is thrown away, as a request's own are. */
    private void deliver(byte[] part) {
        position += part.length;
        demand.updateAndGet(left -> left == Long.MAX_VALUE || left == 0 ? left : left - 1);
        Handler<Buffer> to = handler;
        if (to != null) {
            to.handle(Buffer.buffer(part));
        }
        schedule();
    }

    private void end() {
        ended = true;
        body.release();
        Handler<Void> to = endHandler;
        if (to != null) {
            to.handle(null);
        }
        over.tryComplete();
    }

    private void fail(Throwable failure) {
        ended = true;
        body.release();
        Handler<Throwable> to = exceptionHandler;
        if (to != null) {
            to.handle(failure);
        }
        over.tryFail(failure);
    }
}
