package io.millrace.functions.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clock.ManualClock;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamName;
import io.millrace.trigger.StartingPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Delivery, acknowledgement, failure and restart of an incoming channel, step by step. */
class IncomingChannelTest {

    private static final Duration LONG = Duration.ofSeconds(2);

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final HandLoop loop = new HandLoop(clock);
    private final MemoryStreams server = new MemoryStreams(clock);
    private IncomingChannel channel;

    @BeforeEach
    void serve() {
        server.serve();
    }

    private static IncomingSettings settings(StartingPosition start, boolean batch, int inFlight, FailureStrategy strategy) {
        return settings(start, batch, inFlight, strategy, 1 << 20);
    }

    private static IncomingSettings settings(StartingPosition start, boolean batch, int inFlight, FailureStrategy strategy, int inFlightBytes) {
        return new IncomingSettings("in", new StreamName("s"), "in", start, Optional.empty(), batch, 3, inFlight, inFlightBytes, strategy,
                strategy == FailureStrategy.DEAD_LETTER_STREAM ? Optional.of(new StreamName("dead")) : Optional.empty());
    }

    private static IncomingSettings fromTheStart(FailureStrategy strategy) {
        return settings(StartingPosition.TRIM_HORIZON, false, 100, strategy);
    }

    private Taker open(IncomingSettings settings) {
        Taker taker = new Taker();
        channel = new IncomingChannel(settings, loop, server.access, UnaryOperator.identity());
        channel.subscribe(taker);
        loop.run();
        return taker;
    }

    private void ask(Taker taker, long count) {
        taker.subscription.request(count);
        loop.run();
    }

    private void ack(Taker taker, int message) {
        taker.messages.get(message).ack();
        loop.run();
    }

    @Test
    void nothingIsDeliveredThatIsNotAskedFor() {
        server.create("s", 1);
        Taker taker = open(fromTheStart(FailureStrategy.FAIL));
        server.put("s", "a", "b", "c");
        loop.run();
        assertThat(taker.texts()).isEmpty();
        ask(taker, 2);
        assertThat(taker.texts()).containsExactly("a", "b");
        ask(taker, 5);
        server.put("s", "d");
        loop.run();
        assertThat(taker.texts()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aRestartGoesOnBehindTheUnbrokenRun() {
        server.create("s", 1);
        server.put("s", "a", "b", "c", "d");
        Taker first = open(fromTheStart(FailureStrategy.FAIL));
        ask(first, 4);
        ack(first, 0);
        ack(first, 2);
        ack(first, 3);
        Taker second = open(fromTheStart(FailureStrategy.FAIL));
        ask(second, 10);
        assertThat(second.texts()).as("b is not acknowledged").containsExactly("b", "c", "d");
        ack(second, 0);
        ack(second, 0);
        Taker third = open(fromTheStart(FailureStrategy.FAIL));
        ask(third, 10);
        assertThat(third.texts()).containsExactly("c", "d");
    }

    @Test
    void latestIsThePlaceAtTheFirstStartForEver() {
        server.create("s", 2);
        server.put("s", "before", "also before");
        IncomingSettings latest = settings(StartingPosition.LATEST, false, 100, FailureStrategy.FAIL);
        open(latest);
        server.put("s", "after", "and after", "and more");
        Taker restarted = open(latest);
        ask(restarted, 10);
        assertThat(restarted.texts()).containsExactlyInAnyOrder("after", "and after", "and more");
    }

    @Test
    void whatIsReadAheadIsBounded() {
        server.create("s", 1);
        for (int i = 0; i < 50; i++) {
            server.put("s", "record " + i);
        }
        Taker taker = open(settings(StartingPosition.TRIM_HORIZON, false, 10, FailureStrategy.FAIL));
        ask(taker, 1_000);
        assertThat(taker.messages).hasSize(10);
        for (int i = 0; i < 5; i++) {
            ack(taker, i);
        }
        assertThat(taker.messages).hasSize(15);
        for (int i = 5; i < 50; i++) {
            ack(taker, i);
        }
        assertThat(taker.texts()).hasSize(50).isEqualTo(server.texts("s"));
    }

    @Test
    void batchesAreOfOneShardAndOfSoManyRecords() {
        server.create("s", 2);
        for (int i = 0; i < 20; i++) {
            server.put("s", "record " + i);
        }
        Taker taker = open(settings(StartingPosition.TRIM_HORIZON, true, 100, FailureStrategy.FAIL));
        ask(taker, 100);
        assertThat(taker.messages).allSatisfy(message -> {
            IncomingStreamMetadata metadata = message.getMetadata(IncomingStreamMetadata.class).orElseThrow();
            assertThat((List<?>) message.getPayload()).isEqualTo(metadata.records()).hasSizeBetween(1, 3);
            assertThat(metadata.records()).extracting(record -> record.sequenceNumber().substring(2, 12)).containsOnly(
                    metadata.shardId().substring("shardId-00".length()));
        });
        assertThat(taker.messages.stream().mapToInt(message -> ((List<?>) message.getPayload()).size()).sum()).isEqualTo(20);
        ack(taker, 0);
        Taker second = open(settings(StartingPosition.TRIM_HORIZON, true, 100, FailureStrategy.FAIL));
        ask(second, 100);
        assertThat(second.texts()).doesNotContain(taker.texts().getFirst());
    }

    @Test
    void failEndsTheChannelBeforeTheMessage() {
        server.create("s", 1);
        server.put("s", "a", "b", "c");
        Taker taker = open(fromTheStart(FailureStrategy.FAIL));
        ask(taker, 2);
        CompletableFuture<Void> told = taker.messages.get(0).nack(new IllegalStateException("no")).toCompletableFuture();
        loop.run();
        ack(taker, 1);
        ask(taker, 5);
        assertThat(told).isCompleted();
        assertThat(taker.failure).hasMessage("no");
        assertThat(taker.texts()).containsExactly("a", "b");
        Taker restarted = open(fromTheStart(FailureStrategy.FAIL));
        ask(restarted, 5);
        assertThat(restarted.texts()).containsExactly("a", "b", "c");
    }

    @Test
    void ignoreCountsAsDone() {
        server.create("s", 1);
        server.put("s", "a", "b");
        Taker taker = open(fromTheStart(FailureStrategy.IGNORE));
        ask(taker, 1);
        taker.messages.getFirst().nack(new IllegalStateException("no"));
        loop.run();
        Taker restarted = open(fromTheStart(FailureStrategy.IGNORE));
        ask(restarted, 5);
        assertThat(restarted.texts()).containsExactly("b");
    }

    @Test
    void deadLettersAreDurableBeforeTheMessageIsDone() {
        server.create("s", 1);
        server.put("s", "a", "b");
        Taker taker = open(fromTheStart(FailureStrategy.DEAD_LETTER_STREAM));
        ask(taker, 1);
        CompletableFuture<Void> told = taker.messages.getFirst().nack(new IllegalStateException("no")).toCompletableFuture();
        loop.run();
        assertThat(told).as("there is no stream for it").isNotCompleted();
        assertThat(open(fromTheStart(FailureStrategy.DEAD_LETTER_STREAM)).failure).isNull();
        server.create("dead", 1);
        server.store.failNextAppends(1, new StoreException.DiskFull("full", null));
        loop.pass(LONG);
        assertThat(told).as("the disk is full").isNotCompleted();
        loop.pass(LONG);
        assertThat(told).isCompleted();
        assertThat(server.texts("dead")).containsExactly("a");
        assertThat(server.records("dead").getFirst().partitionKey()).isEqualTo("a");
        Taker restarted = open(fromTheStart(FailureStrategy.DEAD_LETTER_STREAM));
        ask(restarted, 5);
        assertThat(restarted.texts()).containsExactly("b");
    }

    @Test
    void aDeadLetterThatItsStreamDoesNotTakeFailsTheChannel() {
        server.create("s", 1, 2 << 20);
        server.create("dead", 1);
        String large = "x".repeat(3 << 19);
        server.putKeyed("s", "k", large);
        server.put("s", "b");
        Taker taker = open(settings(StartingPosition.TRIM_HORIZON, false, 100, FailureStrategy.DEAD_LETTER_STREAM, 4 << 20));
        ask(taker, 2);
        CompletableFuture<Void> told = taker.messages.get(0).nack(new IllegalStateException("no")).toCompletableFuture();
        CompletableFuture<Void> another = taker.messages.get(1).nack(new IllegalStateException("no")).toCompletableFuture();
        loop.run();
        ask(taker, 5);
        assertThat(told).isCompleted();
        assertThat(another).isCompleted();
        assertThat(taker.failure).hasMessageContaining("is larger than the 1048576 that stream dead takes");
        assertThat(channel.failure()).as("health is down").containsSame(taker.failure);
        assertThat(server.texts("dead")).containsExactly("b");
        Taker restarted = open(settings(StartingPosition.TRIM_HORIZON, false, 100, FailureStrategy.DEAD_LETTER_STREAM, 4 << 20));
        ask(restarted, 5);
        assertThat(restarted.texts()).as("nothing is lost").containsExactly(large, "b");
    }

    @Test
    void aChannelFailsOnce() {
        server.create("s", 1);
        server.put("s", "a", "b");
        Taker taker = open(fromTheStart(FailureStrategy.FAIL));
        ask(taker, 2);
        taker.messages.get(0).nack(new IllegalStateException("first"));
        taker.messages.get(1).nack(new IllegalStateException("second"));
        loop.run();
        assertThat(taker.failure).hasMessage("first");
        assertThat(channel.failure()).containsSame(taker.failure);
    }

    @Test
    void aStreamIsWaitedForAndANamesakeIsBegunAnew() {
        Taker taker = open(fromTheStart(FailureStrategy.FAIL));
        ask(taker, 10);
        assertThat(taker.texts()).isEmpty();
        var first = server.create("s", 1);
        loop.run();
        server.put("s", "a");
        loop.run();
        ack(taker, 0);
        server.registry.delete(first).toCompletableFuture().join();
        loop.run();
        server.create("s", 1);
        loop.run();
        server.put("s", "b");
        loop.run();
        assertThat(taker.texts()).containsExactly("a", "b");
    }

    @Test
    void stoppingWaitsForWhatIsUnderWay() {
        server.create("s", 1);
        server.put("s", "a", "b");
        Taker taker = open(fromTheStart(FailureStrategy.FAIL));
        ask(taker, 1);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> server.access.close(Duration.ofSeconds(20)));
        while (!closing.isDone()) {
            loop.run();
            if (taker.messages.size() == 1 && !closing.isDone()) {
                taker.messages.getFirst().ack();
            }
            Thread.onSpinWait();
        }
        Taker late = open(fromTheStart(FailureStrategy.FAIL));
        ask(late, 5);
        assertThat(late.texts()).as("a server that stops serves no channel").isEmpty();
    }

    @Test
    void whatIsReadAheadOfAClosedShardIsNotSkippedWhenReadingStops() {
        server.create("s", 1);
        server.put("s", "a", "b", "c");
        Taker taker = open(fromTheStart(FailureStrategy.FAIL));
        ask(taker, 1);
        server.closeShards("s");
        loop.run();
        taker.subscription.cancel();
        loop.run();
        ack(taker, 0);
        Taker restarted = open(fromTheStart(FailureStrategy.FAIL));
        ask(restarted, 5);
        assertThat(restarted.texts()).containsExactly("b", "c");
        ack(restarted, 0);
        ack(restarted, 1);
        Taker drained = open(fromTheStart(FailureStrategy.FAIL));
        ask(drained, 5);
        assertThat(drained.texts()).isEmpty();
    }

    @Test
    void aChannelThatReadsNoMoreDoesNotTryAgain() {
        var stream = server.create("s", 1);
        Taker taker = open(fromTheStart(FailureStrategy.FAIL));
        server.store.failSubscriptions(new StoreException.DiskFull("unreadable", null));
        loop.run();
        taker.subscription.cancel();
        loop.pass(LONG);
        assertThat(server.store.subscriptions()).isZero();
    }
}
