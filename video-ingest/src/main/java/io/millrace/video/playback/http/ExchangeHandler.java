package io.millrace.video.playback.http;

import io.millrace.video.api.VideoAnswers;
import io.millrace.video.api.VideoCall;
import io.millrace.video.api.VideoFault;
import io.millrace.video.playback.MediaSink;
import io.millrace.video.playback.PlaybackSettings;
import io.millrace.wire.WireException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests on event loops and answers each on a virtual thread. Any thread. */
public final class ExchangeHandler implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ExchangeHandler.class);
    private static final String JSON = "application/json";
    private static final int STOP_SECONDS = 5;

    private final PlaybackSettings settings;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("playback-", 0).factory());
    /** Requests that are not over: their {@link Exchange#closed}. */
    private final Set<CompletableFuture<Void>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /**
     * What answers a request: on its virtual thread, straight through. What it throws is the reply, or, once it has begun one, the end
     * of the connection: so the client knows that what it has is not whole.
     */
    @FunctionalInterface
    public interface Answer {
        void to(Exchange exchange) throws IOException, MediaSink.ViewerGone;
    }

    public ExchangeHandler(PlaybackSettings settings) {
        this.settings = settings;
        this.places = new Semaphore(settings.requestsMax());
    }

    /**
     * Answers a request that has not been read yet.
     *
     * @param operation for the log
     */
    public void handle(HttpServerRequest request, String operation, Answer answer) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        open.add(closed);
        closed.whenComplete((over, never) -> open.remove(closed));
        if (stopping) {
            closed.complete(null);
        }
        request.response().closeHandler(gone -> closed.complete(null));
        request.response().endHandler(over -> closed.complete(null));
        request.response().exceptionHandler(failure -> closed.complete(null));
        Buffer body = Buffer.buffer();
        AtomicBoolean refused = new AtomicBoolean();
        request.exceptionHandler(failure -> closed.complete(null));
        request.handler(piece -> {
            if (body.length() + piece.length() <= VideoCall.BODY_BYTES_MAX) {
                body.appendBuffer(piece);
            } else if (refused.compareAndSet(false, true)) {
                refuse(request, VideoFault.INVALID_ARGUMENT.because("The body has more than " + VideoCall.BODY_BYTES_MAX + " bytes."));
            }
        });
        request.endHandler(whole -> {
            if (!refused.get()) {
                start(request, operation, answer, new Exchange(request, body.getBytes(), settings.writeWait(), closed));
            }
        });
    }

    private void start(HttpServerRequest request, String operation, Answer answer, Exchange exchange) {
        if (!places.tryAcquire()) {
            refuse(request, VideoFault.CLIENT_LIMIT.because("There are " + settings.requestsMax() + " readers of video already."));
            return;
        }
        threads.execute(() -> {
            try {
                run(operation, answer, exchange);
            } finally {
                places.release();
            }
        });
    }

    private static void run(String operation, Answer answer, Exchange exchange) {
        try {
            answer.to(exchange);
        } catch (MediaSink.ViewerGone gone) {
            LOGGER.atDebug().addKeyValue("operation", operation).addKeyValue("why", gone.getMessage()).log("viewer gone");
            exchange.abort();
        } catch (IOException | RuntimeException failure) {
            if (exchange.isBegun()) {
                LOGGER.atWarn().addKeyValue("operation", operation).setCause(failure).log("reply broken off");
                exchange.abort();
            } else {
                send(exchange, VideoAnswers.wireFault(operation, failure));
            }
        }
    }

    private static void send(Exchange exchange, WireException fault) {
        try {
            exchange.header("x-amzn-ErrorType", fault.fault().wireName()).reply(fault.fault().status(), JSON, VideoAnswers.faultBody(fault));
        } catch (MediaSink.ViewerGone gone) {
            exchange.abort();
        }
    }

    private static void refuse(HttpServerRequest request, WireException fault) {
        request.response().setStatusCode(fault.fault().status()).putHeader("x-amzn-ErrorType", fault.fault().wireName())
                .putHeader("Content-Type", JSON).end(Buffer.buffer(VideoAnswers.faultBody(fault)));
    }

    /** Requests that have come and are not over. */
    int open() {
        return open.size();
    }

    /** Ends what is under way: whoever waits for fragments is told at once, replies that are being written have a moment. */
    @Override
    public void close() {
        stopping = true;
        open.forEach(closed -> closed.complete(null));
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOGGER.atWarn().log("replies broken off at the end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
