package io.millrace.functions.messaging;

import io.millrace.functions.batch.BatchRecord;
import io.millrace.functions.compiled.StoredRecord;
import io.millrace.stage.StageFailure;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamDescription;
import io.millrace.stream.StreamDirectory;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamRecord;
import io.millrace.stream.access.LocalStreams;
import io.millrace.stream.access.StreamAccess;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream as messages. It has at most one subscriber, which gets what it asks for, from each shard in turn. A stream that is not there
 * yet is waited for; one that was deleted and made again is begun anew.
 */
final class IncomingChannel implements Flow.Publisher<Message<?>>, Flow.Subscription, ShardIntake.Listener {

    private static final Logger LOGGER = LoggerFactory.getLogger(IncomingChannel.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final IncomingSettings settings;
    private final ChannelLoop loop;
    private final StreamAccess access;
    private final UnaryOperator<Message<?>> decoration;
    private final Map<ShardId, ShardIntake> intakes = new HashMap<>();
    private final Deque<ShardIntake> turns = new ArrayDeque<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private LocalStreams streams;
    private StartPositions starts;
    private FailureHandling failures;
    private Flow.Subscriber<? super Message<?>> subscriber;
    private Optional<StreamId> stream = Optional.empty();
    private boolean settling;
    private long demand;
    private int underWay;
    private boolean delivering;
    private boolean stopped;
    private volatile Optional<Throwable> failure = Optional.empty();

    /** @param decoration what a message needs to be sent from the loop */
    IncomingChannel(IncomingSettings settings, ChannelLoop loop, StreamAccess access, UnaryOperator<Message<?>> decoration) {
        this.settings = settings;
        this.loop = loop;
        this.access = access;
        this.decoration = decoration;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<?>> newSubscriber) {
        if (subscriber != null) {
            throw new IllegalStateException("channel " + settings.channel() + " has a subscriber");
        }
        subscriber = newSubscriber;
        newSubscriber.onSubscribe(this);
        access.whenServing(opened -> loop.execute(() -> begin(opened)));
        access.onStop(this::stop);
    }

    private void begin(LocalStreams opened) {
        streams = opened;
        starts = new StartPositions(settings, opened);
        failures = new FailureHandling(settings, loop, opened);
        opened.registry().follow(new StreamDirectory.Listener() {
            @Override
            public void onChanged(StreamDescription changed) {
                loop.execute(IncomingChannel.this::reconcile);
            }

            @Override
            public void onDeleted(StreamDescription deleted) {
                loop.execute(IncomingChannel.this::reconcile);
            }
        });
        if (opened.registry().find(settings.stream()).isEmpty()) {
            LOGGER.atWarn().addKeyValue("channel", settings.channel()).addKeyValue("stream", settings.stream()).log("waiting for the stream to be created");
        }
        reconcile();
    }

    /** Reads what there is to be read now. */
    private void reconcile() {
        if (stopped) {
            return;
        }
        Optional<StreamDescription> found = streams.registry().find(settings.stream());
        if (stream.isPresent() && !stream.equals(found.map(StreamDescription::id))) {
            forget();
        }
        if (found.isEmpty() || settling) {
            return;
        }
        if (stream.isPresent()) {
            openShards(found.get());
            return;
        }
        settling = true;
        starts.settle(found.get()).whenComplete((settled, failed) -> loop.execute(() -> settled(found.get(), failed)));
    }

    private void settled(StreamDescription description, Throwable failed) {
        settling = false;
        if (failed == null) {
            stream = Optional.of(description.id());
            reconcile();
        } else {
            LOGGER.atWarn().addKeyValue("channel", settings.channel()).setCause(failed).log("start of the stream not found, trying again");
            loop.after(AGAIN, this::reconcile);
        }
    }

    private void forget() {
        intakes.values().forEach(ShardIntake::close);
        intakes.clear();
        turns.clear();
        stream.ifPresent(starts::forget);
        stream = Optional.empty();
    }

    private void openShards(StreamDescription description) {
        for (Shard shard : description.shards()) {
            ShardIntake intake = intakes.get(shard.id());
            if (intake == null && !starts.isDrained(description.id(), shard) && parentsAreDrained(description, shard)) {
                ShardIntake opened = new ShardIntake(description.key(shard), starts.key(description.id(), shard),
                        starts.of(description.id(), shard), streams, loop, this);
                intakes.put(shard.id(), opened);
                turns.add(opened);
                opened.open();
                intake = opened;
            }
            if (intake != null) {
                shard.end().ifPresent(intake::closedAt);
            }
        }
    }

    /** A parent that is no longer listed has expired with all its records. */
    private boolean parentsAreDrained(StreamDescription description, Shard shard) {
        return Stream.of(shard.parent(), shard.adjacentParent()).flatMap(Optional::stream).map(description::shard).flatMap(Optional::stream)
                .allMatch(parent -> starts.isDrained(description.id(), parent));
    }

    @Override
    public void request(long count) {
        loop.execute(() -> {
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            deliver();
        });
    }

    @Override
    public void cancel() {
        loop.execute(this::stopReading);
    }

    @Override
    public void arrived() {
        deliver();
    }

    @Override
    public void drained(ShardIntake intake) {
        intakes.remove(intake.shard().shard(), intake);
        turns.remove(intake);
        loop.execute(this::reconcile);
    }

    @Override
    public void gone() {
        loop.execute(this::reconcile);
    }

    @Override
    public int shareRecords() {
        return Math.max(1, settings.inFlightRecords() / Math.max(1, intakes.size()));
    }

    @Override
    public int shareBytes() {
        return Math.max(1, settings.inFlightBytes() / Math.max(1, intakes.size()));
    }

    /** Round the shards while there is demand; a subscriber that asks for more meanwhile is served by the call under way. */
    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        for (int looks = turns.size(); demand > 0 && looks > 0 && !stopped;) {
            ShardIntake intake = turns.poll();
            turns.add(intake);
            if (intake.hasRecords()) {
                demand--;
                deliver(intake, intake.take(settings.batch() ? settings.batchRecords() : 1));
                looks = turns.size();
            } else {
                looks--;
            }
        }
        delivering = false;
    }

    private void deliver(ShardIntake intake, List<StreamRecord> stored) {
        List<BatchRecord> records = new ArrayList<>(stored.size());
        stored.forEach(record -> records.add(new StoredRecord(intake.shard().shard(), record)));
        AckRun.Delivery delivery = intake.delivered(stored);
        underWay++;
        CompletableFuture<Void> over = new CompletableFuture<>();
        Metadata metadata = Metadata.of(new IncomingStreamMetadata(settings.stream().value(), intake.shard().shard().wire(), records));
        Message<?> message = Message.<Object>of(settings.batch() ? records : records.getFirst(), metadata, () -> {
            loop.execute(() -> end(over, () -> intake.done(delivery, stored)));
            return over;
        }, reason -> {
            loop.execute(() -> failed(over, intake, delivery, stored, reason));
            return over;
        });
        subscriber.onNext(decoration.apply(message));
    }

    /** A message is over, for the first time or another. */
    private void end(CompletableFuture<Void> over, Runnable how) {
        if (!over.isDone()) {
            underWay--;
            how.run();
            over.complete(null);
            endWhenDrained();
        }
    }

    private void failed(CompletableFuture<Void> over, ShardIntake intake, AckRun.Delivery delivery, List<StreamRecord> stored, Throwable reason) {
        switch (settings.failureStrategy()) {
            case FAIL -> end(over, () -> {
                failures.channelFails(stored, intake.shard(), reason);
                fail(reason);
            });
            case IGNORE -> end(over, () -> {
                failures.ignored(stored, intake.shard(), reason);
                intake.done(delivery, stored);
            });
            case DEAD_LETTER_STREAM -> failures.toDeadLetters(stored, intake.shard(), reason)
                    .whenComplete((put, refused) -> end(over, () -> {
                        if (refused == null) {
                            intake.done(delivery, stored);
                        } else {
                            failures.deadLettersFail(stored, intake.shard(), StageFailure.cause(refused));
                            fail(StageFailure.cause(refused));
                        }
                    }));
        }
    }

    /** Ends before the message, which is delivered again after a restart; the first reason is told. */
    private void fail(Throwable reason) {
        stopReading();
        if (failure.isEmpty()) {
            failure = Optional.of(reason);
            subscriber.onError(reason);
        }
    }

    private void stopReading() {
        stopped = true;
        intakes.values().forEach(ShardIntake::stopReading);
    }

    /** Delivers no more; completes when what was delivered is over and marked. */
    private CompletionStage<Void> stop() {
        loop.execute(() -> {
            stopReading();
            endWhenDrained();
        });
        return drained.thenCompose(done -> streams == null ? CompletableFuture.completedStage(null) : streams.checkpoints().flush());
    }

    private void endWhenDrained() {
        if (stopped && underWay == 0) {
            drained.complete(null);
        }
    }

    String name() {
        return settings.channel();
    }

    /** Why it delivers no more, if so. */
    Optional<Throwable> failure() {
        return failure;
    }
}
