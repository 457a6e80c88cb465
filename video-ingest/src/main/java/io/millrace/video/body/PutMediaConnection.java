package io.millrace.video.body;

import io.millrace.clock.Clock;
import io.millrace.stage.StageFailure;
import io.millrace.stream.StoreException;
import io.millrace.video.ack.Ack;
import io.millrace.video.ack.AckError;
import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.EbmlLimits;
import io.millrace.video.ebml.EbmlParser;
import io.millrace.video.fragment.FragmentDraft;
import io.millrace.video.fragment.FragmentStore;
import io.millrace.video.ingest.FragmentAssembler;
import io.millrace.video.ingest.FragmentRefused;
import io.millrace.video.ingest.OpenCluster;
import io.millrace.video.ingest.ProducerTime;
import io.millrace.video.ingest.Progress;
import io.millrace.video.stream.VideoStream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One producer's connection. It takes a buffer, feeds it as far as store and client keep up, and asks for the next one. It ends when
 * the body does, with an error or for idleness: then once all commits under way are told, the last acknowledgement and the zero chunk
 * go out. On its event loop, but for {@link #silence} and {@link #giveWay}.
 */
final class PutMediaConnection implements Progress {

    private static final Logger LOGGER = LoggerFactory.getLogger(PutMediaConnection.class);
    private static final byte[] NOTHING = {};
    private static final long TICK_MILLIS = 250;
    /** What the client still sends is read for so long, so that it gets the last acknowledgement before the connection closes. */
    private static final long LINGER_MILLIS = 1000;
    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final VideoStream stream;
    private final BooleanSupplier isArchived;
    private final FragmentStore store;
    private final IngestSettings settings;
    private final Clock clock;
    private final IngestMetrics metrics;
    private final Producers producers;
    private final FragmentAssembler assembler;
    private final EbmlParser parser;
    private final Pace bytesPace;
    private final Pace fragmentsPace;
    private byte[] rest = NOTHING;
    private int restAt;
    private boolean bodyEnded;
    private int commits;
    private boolean isEnding;
    private Optional<Ack> last = Optional.empty();
    private boolean isOver;
    private long timer;
    private volatile long lastDataNanos;
    /** When the network last took an acknowledgement. */
    private volatile long lastWrittenNanos;
    private volatile Hold hold = Hold.NONE;
    private boolean awaitsCommit;

    /** Why it is we who do not read: whatever we wait for calls {@link #goOn}, once. */
    private enum Hold {
        NONE,
        /** For the store or the pace, which is no fault of the client's. */
        OURS,
        /** Acknowledgements wait for the client to read them. */
        CLIENT_DOES_NOT_READ
    }

    /** @param isArchived whether the stream has an archive now, in which what is committed is kept; asked for each fragment */
    PutMediaConnection(Vertx vertx, HttpServerRequest request, VideoStream stream, BooleanSupplier isArchived, ProducerTime time,
            FragmentStore store, IngestSettings settings, Clock clock, IngestMetrics metrics, Producers producers) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.response = request.response();
        this.stream = stream;
        this.isArchived = isArchived;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
        this.producers = producers;
        this.assembler = new FragmentAssembler(settings.limits(), time, this);
        this.parser = new EbmlParser(assembler, EbmlLimits.defaults());
        this.bytesPace = new Pace(settings.bytesPerSecondMax());
        this.fragmentsPace = new Pace(settings.fragmentsPerSecondMax());
        this.lastDataNanos = clock.nanos();
        this.lastWrittenNanos = lastDataNanos;
    }

    void begin() {
        response.setChunked(true).putHeader("Content-Type", "application/json");
        response.exceptionHandler(lost -> lose());
        response.closeHandler(closed -> lose());
        request.exceptionHandler(lost -> lose());
        request.handler(this::take);
        request.endHandler(end -> {
            bodyEnded = true;
            if (hold == Hold.NONE) {
                goOn();
            }
        });
        timer = vertx.setPeriodic(TICK_MILLIS, tick -> endWhenIdle());
        request.fetch(1);
    }

    /** How long nothing has come, or been taken by a client that must read first, through no fault of ours. Any thread. */
    Duration silence() {
        return switch (hold) {
            case NONE -> Duration.ofNanos(clock.nanos() - lastDataNanos);
            case OURS -> Duration.ZERO;
            case CLIENT_DOES_NOT_READ -> Duration.ofNanos(clock.nanos() - lastWrittenNanos);
        };
    }

    /** Another connection takes over. Any thread. */
    void giveWay() {
        context.runOnContext(now -> {
            if (!isOver) {
                LOGGER.atInfo().addKeyValue("stream", stream.id()).log("silent producer gives way to a new one");
                lose();
                request.connection().close();
            }
        });
    }

    private void take(Buffer buffer) {
        if (isEnding) {
            return;
        }
        long now = clock.nanos();
        lastDataNanos = now;
        metrics.bytes().increment(buffer.length());
        bytesPace.came(buffer.length(), now);
        rest = buffer.getBytes();
        restAt = 0;
        goOn();
    }

    private void goOn() {
        if (isEnding) {
            return;
        }
        if (hold != Hold.NONE) {
            lastDataNanos = clock.nanos();
            hold = Hold.NONE;
        }
        try {
            while (restAt < rest.length) {
                if (mustWait()) {
                    return;
                }
                restAt = parser.feed(rest, restAt, rest.length);
            }
            rest = NOTHING;
            restAt = 0;
            if (mustWait()) {
                return;
            }
            if (bodyEnded) {
                parser.end();
                end(Optional.empty());
            } else {
                request.fetch(1);
            }
        } catch (EbmlException broken) {
            fail(AckError.INVALID_MKV_DATA, broken);
        } catch (FragmentRefused refused) {
            fail(refused.error(), refused);
        } catch (RuntimeException failure) {
            fail(failure);
        }
    }

    /** Whether something must happen before more is taken; what it is calls {@link #goOn}. */
    private boolean mustWait() {
        Optional<CompletableFuture<Void>> ready = assembler.cluster().map(cluster -> cluster.draft().ready().toCompletableFuture());
        if (ready.isPresent() && ready.get().isCompletedExceptionally()) {
            ready.get().join();
        }
        long paceNanos = Math.max(bytesPace.waitNanos(clock.nanos()), fragmentsPace.waitNanos(clock.nanos()));
        if (ready.isPresent() && !ready.get().isDone()) {
            hold = Hold.OURS;
            ready.get().whenComplete((done, failure) -> context.runOnContext(now -> goOn()));
        } else if (response.writeQueueFull()) {
            hold = Hold.CLIENT_DOES_NOT_READ;
            response.drainHandler(drained -> goOn());
        } else if (paceNanos > 0) {
            hold = Hold.OURS;
            vertx.setTimer(1 + TimeUnit.NANOSECONDS.toMillis(paceNanos), waited -> goOn());
        } else if (commits >= settings.commitsMax()) {
            hold = Hold.OURS;
            awaitsCommit = true;
        }
        return hold != Hold.NONE;
    }

    @Override
    public FragmentDraft draft() {
        return store.begin(stream.id());
    }

    @Override
    public void timed(FragmentDraft draft, long timecodeMillis) {
        send(new Ack.Buffering(timecodeMillis, draft.number().wire()));
    }

    @Override
    public void written(FragmentDraft draft) {
        if (!draft.ready().toCompletableFuture().isDone()) {
            parser.stop();
        }
    }

    @Override
    public void whole(FragmentDraft draft, WholeFragment fragment) {
        String number = draft.number().wire();
        long begun = clock.nanos();
        send(new Ack.Received(fragment.timecodeMillis(), number));
        fragmentsPace.came(1, begun);
        draft.commit(fragment.producerTimeMillis(), fragment.timecodeMillis(), fragment.durationMillis(), fragment.head(), fragment.tags())
                .whenComplete((stored, failure) -> context.runOnContext(now -> {
                    metrics.commit().record(clock.nanos() - begun, TimeUnit.NANOSECONDS);
                    committed(fragment.timecodeMillis(), number, failure);
                }));
        commits++;
        parser.stop();
    }

    private void committed(long timecodeMillis, String number, Throwable failure) {
        commits--;
        if (failure == null) {
            if (isArchived.getAsBoolean()) {
                send(new Ack.Persisted(timecodeMillis, number));
            }
            metrics.fragments().increment();
        } else if (last.isEmpty()) {
            AckError error = errorOf(failure, AckError.ARCHIVAL_ERROR);
            report(error, failure);
            end(Optional.of(new Ack.Failed(error, Optional.of(timecodeMillis), Optional.of(number))));
        }
        if (isEnding) {
            endWhenCommitted();
        } else if (awaitsCommit) {
            awaitsCommit = false;
            goOn();
        }
    }

    private static AckError errorOf(Throwable failure, AckError otherwise) {
        Throwable cause = StageFailure.cause(failure);
        return switch (cause) {
            case StoreException.ShardUnknown gone -> AckError.STREAM_NOT_ACTIVE;
            case StoreException refused -> AckError.ARCHIVAL_ERROR;
            default -> otherwise;
        };
    }

    private void fail(RuntimeException failure) {
        fail(errorOf(failure, AckError.INTERNAL_ERROR), failure);
    }

    private void fail(AckError error, Exception why) {
        report(error, why);
        Optional<OpenCluster> cluster = assembler.cluster();
        end(Optional.of(new Ack.Failed(error, cluster.flatMap(OpenCluster::timecode),
                cluster.map(open -> open.draft().number().wire()))));
    }

    private void report(AckError error, Throwable why) {
        metrics.failed(error);
        LOGGER.atWarn().addKeyValue("stream", stream.id()).addKeyValue("error", error).addKeyValue("why", why.getMessage())
                .log("producer's connection ends with an error");
    }

    private void endWhenIdle() {
        if (!isEnding && silence().compareTo(settings.idleTimeout()) >= 0) {
            end(Optional.of(new Ack.Idle()));
        }
    }

    /** Nothing more is taken; the end goes out once all commits are told. */
    private void end(Optional<Ack> lastAck) {
        if (!isEnding) {
            isEnding = true;
            last = lastAck;
            rest = NOTHING;
            assembler.cluster().ifPresent(cluster -> cluster.draft().discard());
            endWhenCommitted();
        }
    }

    private void endWhenCommitted() {
        if (commits > 0 || isOver) {
            return;
        }
        last.ifPresent(this::send);
        leave();
        if (response.closed()) {
            return;
        }
        response.end();
        if (!bodyEnded) {
            request.handler(ignored -> { });
            request.resume();
            vertx.setTimer(LINGER_MILLIS, lingered -> request.connection().close());
        }
    }

    private void lose() {
        if (!isOver) {
            isEnding = true;
            rest = NOTHING;
            assembler.cluster().ifPresent(cluster -> cluster.draft().discard());
            leave();
        }
    }

    private void leave() {
        isOver = true;
        vertx.cancelTimer(timer);
        producers.leave(stream.id(), this);
    }

    private void send(Ack ack) {
        if (!isOver && !response.closed()) {
            response.write(ack.line()).onSuccess(written -> lastWrittenNanos = clock.nanos());
        }
    }
}
