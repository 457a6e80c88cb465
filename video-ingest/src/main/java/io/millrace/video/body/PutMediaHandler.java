package io.millrace.video.body;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.clock.Clock;
import io.millrace.video.api.StreamLookup;
import io.millrace.video.api.VideoAnswers;
import io.millrace.video.api.VideoFault;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.stream.VideoStream;
import io.millrace.wire.WireException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** {@code POST /putMedia}. Mount it where the body has not been read. Runs on the request's event loop. */
public final class PutMediaHandler implements Handler<HttpServerRequest> {

    /** A refused request may send so long until its connection is closed. */
    private static final long REFUSED_MILLIS = 1000;
    private final Vertx vertx;
    private final StreamLookup lookup;
    private final FragmentStore store;
    private final IngestSettings settings;
    private final Clock clock;
    private final IngestMetrics metrics;
    private final Producers producers;

    public PutMediaHandler(Vertx vertx, StreamLookup lookup, FragmentStore store, IngestSettings settings, Clock clock, MeterRegistry meters) {
        this.vertx = vertx;
        this.lookup = lookup;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.metrics = IngestMetrics.in(meters);
        this.producers = new Producers(settings.silentAfter(), meters);
    }

    @Override
    public void handle(HttpServerRequest request) {
        request.pause();
        try {
            PutMediaCall call = PutMediaCall.of(request.headers());
            VideoStream stream = lookup.find(call.streamName(), call.streamArn());
            PutMediaConnection connection = new PutMediaConnection(vertx, request, stream, () -> lookup.isArchived(stream), call.time(),
                    store, settings, clock, metrics, producers);
            if (!producers.enter(stream.id(), connection)) {
                throw VideoFault.CONNECTION_LIMIT.because("Another connection is sending to stream " + stream.name() + ".");
            }
            connection.begin();
        } catch (RuntimeException refusal) {
            refuse(request, VideoAnswers.wireFault("PutMedia", refusal));
        }
    }

    private void refuse(HttpServerRequest request, WireException fault) {
        request.handler(ignored -> { });
        request.exceptionHandler(lost -> { });
        request.resume();
        request.response().setStatusCode(fault.fault().status()).putHeader("x-amzn-ErrorType", fault.fault().wireName())
                .putHeader("Content-Type", "application/json").end(Buffer.buffer(VideoAnswers.faultBody(fault)));
        if (!request.isEnded()) {
            vertx.setTimer(REFUSED_MILLIS, timer -> {
                if (!request.isEnded()) {
                    request.connection().close();
                }
            });
        }
    }
}
