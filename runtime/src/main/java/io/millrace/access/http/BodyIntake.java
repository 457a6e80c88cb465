package io.millrace.access.http;

import io.millrace.access.BodyProof;
import io.millrace.wire.WireException;
import io.millrace.wire.http.ByteBudget;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in one body to its end and verifies it: in memory up to 64 KiB, beyond that on the disk, batch by batch on worker threads,
 * while the request stands still. On the request's event loop; tells its outcome once.
 */
final class BodyIntake {

    /** Told once, on the event loop. */
    interface Outcome {
        void verified(VerifiedBody body);

        void refused(RestRefusal refusal);

        /** The client went away. */
        void lost();
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(BodyIntake.class);
    static final int IN_MEMORY_BYTES_MAX = 64 * 1024;
    /** What a body of unknown or greater length holds in memory: a batch and the part that made it one. */
    static final int CLAIM_BYTES = 2 * IN_MEMORY_BYTES_MAX;

    private final HttpServerRequest request;
    private final BodyProof proof;
    private final IntakeSettings settings;
    private final ByteBudget memory;
    private final ByteBudget disk;
    private final Outcome outcome;
    private final Context loop = Vertx.currentContext();
    private final List<ByteBudget.Permit> permits = new ArrayList<>();
    private final long contentLength;
    private Buffer held = Buffer.buffer();
    private Optional<Spool> spool = Optional.empty();
    private long received;
    private long deadline;
    /** In the line for the disk: nothing is under way, so who ends the intake gives everything back at once. */
    private boolean waiting;
    /** A worker thread has the batch and the spool; it gives everything back when the intake ends meanwhile. */
    private boolean working;
    private boolean ended;
    private boolean over;

    BodyIntake(HttpServerRequest request, BodyProof proof, IntakeSettings settings, ByteBudget memory, ByteBudget disk, Outcome outcome) {
        this.request = request;
        this.proof = proof;
        this.settings = settings;
        this.memory = memory;
        this.disk = disk;
        this.outcome = outcome;
        this.contentLength = contentLength(request);
    }

    /** The declared length; negative when there is none. */
    static long contentLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException unreadable) {
            return -1;
        }
    }

    void begin() {
        request.pause();
        if (contentLength > settings.bodyBytesMax()) {
            refuse(RestRefusal.TOO_LARGE);
            return;
        }
        claim(memory, contentLength >= 0 ? Math.min(contentLength, CLAIM_BYTES) : CLAIM_BYTES, () -> {
            long expected = contentLength >= 0 ? contentLength : settings.bodyBytesMax();
            deadline = loop.owner().setTimer(settings.bodyMillisMax(expected), late -> refuse(RestRefusal.TIMED_OUT));
            request.handler(this::take);
            request.endHandler(end -> end());
            request.exceptionHandler(lost -> finish(() -> {
                releaseUnlessWorking();
                outcome.lost();
            }));
            request.resume();
        });
    }

    private void take(Buffer part) {
        received += part.length();
        if (over) {
            return;
        }
        if (received > settings.bodyBytesMax()) {
            refuse(RestRefusal.TOO_LARGE);
            return;
        }
        held.appendBuffer(part);
        if (held.length() > IN_MEMORY_BYTES_MAX && !working && !waiting) {
            work();
        }
    }

    private void end() {
        ended = true;
        if (over || working || waiting) {
            return;
        }
        if (received > IN_MEMORY_BYTES_MAX) {
            work();
            return;
        }
        byte[] body = held.getBytes();
        try {
            int length = proof.take(body, 0, body.length);
            proof.end();
            verified(length == body.length ? body : Arrays.copyOf(body, length));
        } catch (WireException refusal) {
            refuse(RestRefusal.of(refusal));
        }
    }

    /** Verifies and writes what is held, on a worker thread; the first time once there is room on the disk. */
    private void work() {
        if (!ended) {
            request.pause();
        }
        if (spool.isPresent()) {
            writeBatch();
        } else {
            waiting = true;
            claim(disk, contentLength >= 0 ? contentLength : settings.bodyBytesMax(), this::writeBatch);
        }
    }

    private void writeBatch() {
        waiting = false;
        working = true;
        byte[] batch = held.getBytes();
        held = Buffer.buffer();
        boolean last = ended;
        Callable<Spool> writing = () -> {
            Spool to = spool.isPresent() ? spool.get() : Spool.in(settings.directory());
            spool = Optional.of(to);
            to.append(batch, proof.take(batch, 0, batch.length));
            if (last) {
                proof.end();
            }
            return to;
        };
        loop.executeBlocking(writing, true).onComplete(written -> {
            working = false;
            if (over) {
                release();
            } else if (written.failed()) {
                refuse(refusalFor(written.cause()));
            } else if (last) {
                verified(new byte[0]);
            } else if (ended) {
                work();
            } else {
                request.resume();
            }
        });
    }

    private static RestRefusal refusalFor(Throwable failure) {
        if (failure instanceof WireException refusal) {
            return RestRefusal.of(refusal);
        }
        LOGGER.atError().setCause(failure).log(failure instanceof IOException ? "body not written to disk" : "body not verified");
        return RestRefusal.INTERNAL;
    }

    private void claim(ByteBudget budget, long bytes, Runnable granted) {
        long[] timer = {-1};
        int before = permits.size();
        Optional<ByteBudget.Claim> claim = budget.claim(bytes, permit -> onLoop(() -> {
            loop.owner().cancelTimer(timer[0]);
            permits.add(permit);
            if (over || request.response().closed()) {
                release();
            } else {
                granted.run();
            }
        }));
        if (claim.isEmpty()) {
            refuse(RestRefusal.THROTTLED);
        } else if (permits.size() == before) {
            timer[0] = loop.owner().setTimer(settings.budgetWait().toMillis(), late -> {
                if (claim.get().leave()) {
                    refuse(RestRefusal.THROTTLED);
                }
            });
        }
    }

    private void onLoop(Runnable action) {
        if (Vertx.currentContext() == loop) {
            action.run();
        } else {
            loop.runOnContext(nothing -> action.run());
        }
    }

    private void verified(byte[] inMemory) {
        finish(() -> outcome.verified(new VerifiedBody(inMemory, spool, permits)));
    }

    private void refuse(RestRefusal refusal) {
        finish(() -> {
            releaseUnlessWorking();
            outcome.refused(refusal);
        });
    }

    private void releaseUnlessWorking() {
        if (!working) {
            release();
        }
    }

    private void release() {
        new VerifiedBody(new byte[0], spool, permits).release();
    }

    private void finish(Runnable how) {
        if (!over) {
            over = true;
            held = Buffer.buffer();
            loop.owner().cancelTimer(deadline);
            how.run();
        }
    }
}
