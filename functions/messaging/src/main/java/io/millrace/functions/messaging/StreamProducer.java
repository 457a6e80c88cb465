package io.millrace.functions.messaging;

import io.micrometer.core.instrument.Counter;
import io.millrace.clock.Clock;
import io.millrace.kinesis.KinesisLimits;
import io.millrace.stage.StageFailure;
import io.millrace.stream.HashKey;
import io.millrace.stream.Positions;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.access.LocalStreams;
import io.millrace.stream.registry.LiveStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records to one stream. A shard has one batch with the store at a time; what comes meanwhile makes the next, so that load makes
 * batches larger and not more, and a shard's records keep their order whatever has to be tried again. On its loop.
 */
final class StreamProducer {

    private static final Logger LOGGER = LoggerFactory.getLogger(StreamProducer.class);
    private static final Duration AGAIN = Duration.ofMillis(200);

    private final OutgoingSettings settings;
    private final ChannelLoop loop;
    private final LocalStreams streams;
    private final Clock clock;
    private final Counter records;
    private final Counter bytes;
    private final Map<ShardKey, Outlet> outlets = new HashMap<>();
    /** Records whose stream is not there, in order; behind them nothing else is routed. */
    private final Deque<Unrouted> unrouted = new ArrayDeque<>();

    /** A record that waits for its stream. */
    private record Unrouted(OutgoingRecord record, long deadlineNanos) {
    }

    StreamProducer(OutgoingSettings settings, ChannelLoop loop, LocalStreams streams) {
        this.settings = settings;
        this.loop = loop;
        this.streams = streams;
        this.clock = streams.clock();
        this.records = streams.meters().counter("millrace.put.records");
        this.bytes = streams.meters().counter("millrace.put.bytes");
    }

    /** The largest record that the stream takes now; the largest that any takes while it is not there. */
    int recordBytesMax() {
        return streams.registry().find(settings.stream()).map(StreamDescription::recordBytesMax).orElse(KinesisLimits.RECORD_BYTES_MAX);
    }

    void put(OutgoingRecord record) {
        if (!unrouted.isEmpty() || !route(record)) {
            if (unrouted.isEmpty()) {
                LOGGER.atWarn().addKeyValue("channel", settings.channel()).addKeyValue("stream", settings.stream()).log("stream to put to is not there");
                loop.after(AGAIN, this::routeAgain);
            }
            unrouted.add(new Unrouted(record, clock.nanos() + settings.retryFor().toNanos()));
        }
    }

    private void routeAgain() {
        while (!unrouted.isEmpty() && route(unrouted.peek().record())) {
            unrouted.poll();
        }
        while (!unrouted.isEmpty() && clock.nanos() - unrouted.peek().deadlineNanos() >= 0) {
            unrouted.poll().record().stored().completeExceptionally(new IllegalStateException("there is no stream " + settings.stream()));
        }
        if (!unrouted.isEmpty()) {
            loop.after(AGAIN, this::routeAgain);
        }
    }

    /** Returns false when the stream is not there; a record it cannot take is given back. */
    private boolean route(OutgoingRecord record) {
        Optional<LiveStream> live = streams.registry().live(settings.stream());
        if (live.isEmpty()) {
            return false;
        }
        int most = live.get().description().recordBytesMax();
        if (record.bytes() > most) {
            record.stored().completeExceptionally(new IllegalArgumentException("a record of " + record.bytes() + " bytes is larger than the "
                    + most + " that stream " + settings.stream() + " takes"));
            return true;
        }
        List<Shard> shards = live.get().router().shards();
        Shard shard = shards.get(shards.size() == 1 ? 0
                : live.get().router().indexOf(HashKey.ofPartitionKey(record.keyUtf8(), 0, record.keyUtf8().length)));
        outlets.computeIfAbsent(live.get().description().key(shard), Outlet::new).add(record);
        return true;
    }

    /** What goes to one shard. */
    private final class Outlet {
        private final ShardKey shard;
        private final Deque<OutgoingRecord> waiting = new ArrayDeque<>();
        private boolean busy;

        private Outlet(ShardKey shard) {
            this.shard = shard;
        }

        /** Written with what else comes in the same turn of the loop. */
        private void add(OutgoingRecord record) {
            waiting.add(record);
            if (!busy) {
                busy = true;
                loop.execute(this::writeNext);
            }
        }

        private void writeNext() {
            List<OutgoingRecord> part = new ArrayList<>();
            int length = 0;
            while (!waiting.isEmpty() && part.size() < settings.batchRecords()
                    && (part.isEmpty() || length + waiting.peek().bytes() <= settings.batchBytes())) {
                OutgoingRecord record = waiting.poll();
                part.add(record);
                length += record.bytes();
            }
            busy = !part.isEmpty();
            if (part.isEmpty()) {
                outlets.remove(shard, this);
                return;
            }
            RecordBatch batch = new RecordBatch(length + part.size() * RecordBatch.RECORD_OVERHEAD_BYTES);
            part.forEach(record -> batch.add(record.keyUtf8(), record.data()));
            write(batch, part, clock.nanos() + settings.retryFor().toNanos());
        }

        private void write(RecordBatch batch, List<OutgoingRecord> part, long deadlineNanos) {
            BiConsumer<Positions, Throwable> told = (positions, failure) -> loop.execute(() -> written(batch, part, deadlineNanos, failure));
            streams.store().append(shard, batch).whenComplete(told);
        }

        private void written(RecordBatch batch, List<OutgoingRecord> part, long deadlineNanos, Throwable failure) {
            Throwable cause = StageFailure.cause(failure);
            switch (cause) {
                case null -> {
                    records.increment(part.size());
                    bytes.increment(batch.lengthBytes() - (double) RecordBatch.RECORD_OVERHEAD_BYTES * part.size());
                    part.forEach(record -> record.stored().complete(null));
                    writeNext();
                }
                case StoreException.ShardUnknown gone -> {
                    outlets.remove(shard, this);
                    List<OutgoingRecord> all = new ArrayList<>(part);
                    all.addAll(waiting);
                    waiting.clear();
                    all.forEach(StreamProducer.this::put);
                }
                case StoreException.Closed closed -> giveBack(part, closed);
                case StoreException again when clock.nanos() - deadlineNanos < 0 -> {
                    LOGGER.atWarn().addKeyValue("channel", settings.channel()).addKeyValue("stream", settings.stream())
                            .addKeyValue("records", part.size()).addKeyValue("reason", again.getMessage()).log("records not put, trying again");
                    loop.after(AGAIN, () -> write(batch, part, deadlineNanos));
                }
                default -> giveBack(part, cause);
            }
        }

        private void giveBack(List<OutgoingRecord> part, Throwable cause) {
            part.forEach(record -> record.stored().completeExceptionally(cause));
            writeNext();
        }
    }
}
