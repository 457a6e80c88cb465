package io.millrace.functions.messaging;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.stream.access.LocalStreams;
import io.millrace.stream.access.StreamAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes messages, as many as are in its bounds, and puts them to its stream; each is acknowledged when it is durable. */
final class OutgoingChannel implements Flow.Subscriber<Message<?>> {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutgoingChannel.class);

    private final OutgoingSettings settings;
    private final ChannelLoop loop;
    private final ObjectMapper mapper;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private StreamProducer producer;
    private Flow.Subscription upstream;
    private int asked;
    private int inFlight;
    private long inFlightBytes;
    private boolean stopping;

    OutgoingChannel(OutgoingSettings settings, ChannelLoop loop, StreamAccess access, ObjectMapper mapper) {
        this.settings = settings;
        this.loop = loop;
        this.mapper = mapper;
        access.whenServing(streams -> loop.execute(() -> begin(streams)));
        access.onStop(this::stop);
    }

    private void begin(LocalStreams streams) {
        producer = new StreamProducer(settings, loop, streams);
        ask();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        loop.execute(() -> {
            upstream = subscription;
            ask();
        });
    }

    /**
     * Nothing before the server serves, and never more than may be in flight. How large a message is shows when it comes: until then it
     * counts as the largest record that its stream takes, so that no source, however fast, brings more bytes than the bound. One message
     * is asked for in any case when there is none.
     */
    private void ask() {
        if (producer == null || upstream == null || stopping) {
            return;
        }
        long fitting = (settings.inFlightBytes() - inFlightBytes) / producer.recordBytesMax();
        long together = inFlight + asked == 0 ? Math.max(1, fitting) : fitting;
        long room = Math.min(settings.inFlightRecords() - inFlight, together) - asked;
        if (room > 0) {
            asked += (int) room;
            upstream.request(room);
        }
    }

    @Override
    public void onNext(Message<?> message) {
        loop.execute(() -> take(message));
    }

    private void take(Message<?> message) {
        asked--;
        OutgoingRecord record;
        try {
            record = record(message);
        } catch (IOException | RuntimeException unusable) {
            LOGGER.atError().addKeyValue("channel", settings.channel()).setCause(unusable).log("message cannot be a record");
            message.nack(unusable);
            ask();
            return;
        }
        int bytes = record.bytes();
        inFlight++;
        inFlightBytes += bytes;
        record.stored().whenComplete((stored, failure) -> {
            inFlight--;
            inFlightBytes -= bytes;
            if (failure == null) {
                message.ack();
            } else {
                LOGGER.atError().addKeyValue("channel", settings.channel()).addKeyValue("stream", settings.stream()).setCause(failure).log("record not put");
                message.nack(failure);
            }
            ask();
            endWhenDrained();
        });
        producer.put(record);
        ask();
    }

    private OutgoingRecord record(Message<?> message) throws IOException {
        String key = message.getMetadata(OutgoingStreamMetadata.class).map(OutgoingStreamMetadata::partitionKey).or(settings::partitionKey)
                .orElseGet(() -> UUID.randomUUID().toString());
        return new OutgoingRecord(key.getBytes(StandardCharsets.UTF_8), data(message.getPayload()), new CompletableFuture<>());
    }

    private ByteBuffer data(Object payload) throws IOException {
        return switch (payload) {
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case ByteBuffer buffer -> buffer.slice();
            case String text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            default -> ByteBuffer.wrap(mapper.writeValueAsBytes(payload));
        };
    }

    @Override
    public void onError(Throwable failure) {
        LOGGER.atError().addKeyValue("channel", settings.channel()).setCause(failure).log("outgoing channel has failed before its stream");
    }

    @Override
    public void onComplete() {
        LOGGER.atDebug().addKeyValue("channel", settings.channel()).log("outgoing channel is complete");
    }

    /** Takes no more, and ends when what was taken is stored. */
    private CompletionStage<Void> stop() {
        loop.execute(() -> {
            stopping = true;
            if (upstream != null) {
                upstream.cancel();
            }
            endWhenDrained();
        });
        return drained;
    }

    private void endWhenDrained() {
        if (stopping && inFlight == 0) {
            drained.complete(null);
        }
    }
}
