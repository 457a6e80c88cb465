package io.millrace.functions.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.clock.ManualClock;
import io.millrace.stream.StoreException;
import io.millrace.stream.StreamName;
import io.millrace.stream.StreamRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

/** Batches, bounds, keys, failures and the end of an outgoing channel, step by step. */
class OutgoingChannelTest {

    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final int MIB = 1 << 20;

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final HandLoop loop = new HandLoop(clock);
    private final MemoryStreams server = new MemoryStreams(clock);
    private final List<String> acked = new ArrayList<>(), nacked = new ArrayList<>();
    private long asked;

    private OutgoingChannel open(int batchRecords, int inFlight) {
        return open(batchRecords, inFlight, 2_000 * MIB);
    }

    private OutgoingChannel open(int batchRecords, int inFlight, int inFlightBytes) {
        OutgoingSettings settings = new OutgoingSettings("out", new StreamName("s"), Optional.empty(), batchRecords, MIB, inFlight, inFlightBytes,
                Duration.ofSeconds(1));
        OutgoingChannel channel = new OutgoingChannel(settings, loop, server.access, JsonMapper.builder().build());
        channel.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                asked += count;
            }

            @Override
            public void cancel() {
                asked = -1;
            }
        });
        loop.run();
        return channel;
    }

    private Message<?> message(Object payload, String key) {
        String name = String.valueOf(payload);
        return Message.of(payload, Metadata.of(new OutgoingStreamMetadata(key)), () -> {
            acked.add(name);
            return CompletableFuture.completedStage(null);
        }, failure -> {
            nacked.add(name + ": " + failure.getMessage());
            return CompletableFuture.completedStage(null);
        });
    }

    @Test
    void messagesAreAcknowledgedWhenTheyAreDurable() {
        server.create("s", 2);
        server.serve();
        OutgoingChannel channel = open(500, 100);
        server.store.holdAppends();
        channel.onNext(message("text", "k"));
        channel.onNext(message(Map.of("a", 1), "k"));
        channel.onNext(message("bytes".getBytes(StandardCharsets.UTF_8), "k"));
        channel.onNext(message(ByteBuffer.wrap("buffer".getBytes(StandardCharsets.UTF_8)), "k"));
        loop.run();
        assertThat(server.store.heldAppends()).as("one batch for what came together").isEqualTo(1);
        assertThat(acked).isEmpty();
        server.store.releaseAppends();
        loop.run();
        assertThat(acked).hasSize(4);
        assertThat(server.texts("s")).containsExactly("text", "{\"a\":1}", "bytes", "buffer");
        assertThat(server.records("s")).extracting(StreamRecord::partitionKey).containsOnly("k");
    }

    @Test
    void noMoreIsAskedForThanMayBeInFlight() {
        server.create("s", 1);
        OutgoingChannel channel = open(2, 4);
        assertThat(asked).as("nothing before the server serves").isZero();
        server.serve();
        loop.run();
        assertThat(asked).isEqualTo(4);
        server.store.holdAppends();
        for (String text : List.of("a", "b", "c", "d")) {
            channel.onNext(message(text, "k"));
            loop.run();
        }
        assertThat(asked).isEqualTo(4);
        assertThat(server.store.heldAppends()).as("one batch of a shard at a time").isEqualTo(1);
        server.store.releaseAppends();
        loop.run();
        assertThat(acked).containsExactly("a", "b", "c", "d");
        assertThat(asked).isEqualTo(8);
    }

    @Test
    void aFastSourceOfLargeMessagesStaysInTheBytes() {
        server.create("s", 1);
        server.serve();
        OutgoingChannel channel = open(500, 1_000, 8 * MIB);
        server.store.holdAppends();
        int sent = bringAll(channel, "x".repeat(MIB - 1), 20);
        assertThat(sent).as("messages of 1 MiB in flight").isEqualTo(8);
        server.store.releaseAppends();
        loop.run();
        assertThat(acked).as("the first has gone alone").hasSizeBetween(1, 8);
        assertThat(asked).as("a place for each that is durable").isEqualTo(8 + acked.size());
    }

    @Test
    void smallMessagesFillTheRecords() {
        server.create("s", 1);
        server.serve();
        OutgoingChannel channel = open(500, 1_000, 8 * MIB);
        server.store.holdAppends();
        assertThat(bringAll(channel, "small", 2_000)).isEqualTo(1_000);
        assertThat(server.store.heldAppends()).as("one batch of a shard at a time").isEqualTo(1);
    }

    @Test
    void boundsBelowARecordLetOneMessageComeAtATime() {
        OutgoingChannel channel = open(500, 1_000, 1024);
        server.serve();
        loop.run();
        assertThat(asked).as("also before there is a stream").isEqualTo(1);
        server.create("s", 1);
        server.store.holdAppends();
        assertThat(bringAll(channel, "small", 10)).isEqualTo(1);
        server.store.releaseAppends();
        loop.run();
        assertThat(acked).hasSize(1);
        assertThat(asked).isEqualTo(2);
    }

    /** As a source that always has another message; returns how many it could bring, the last at most. */
    private int bringAll(OutgoingChannel channel, String text, int most) {
        int sent = 0;
        while (sent < asked && sent < most) {
            while (sent < asked && sent < most) {
                channel.onNext(message(text, "k"));
                sent++;
            }
            loop.run();
        }
        return sent;
    }

    @Test
    void aBusyStoreIsTriedAgainInOrder() {
        server.create("s", 1);
        server.serve();
        OutgoingChannel channel = open(1, 100);
        server.store.failNextAppends(2, new StoreException.Busy("busy"));
        channel.onNext(message("a", "k"));
        channel.onNext(message("b", "k"));
        loop.run();
        assertThat(acked).isEmpty();
        loop.pass(AGAIN);
        loop.pass(AGAIN);
        assertThat(acked).containsExactly("a", "b");
        assertThat(server.texts("s")).containsExactly("a", "b");
    }

    @Test
    void whatCannotBePutIsGivenBack() {
        server.create("s", 1);
        server.serve();
        OutgoingChannel channel = open(10, 100);
        channel.onNext(message("x".repeat(1_100_000), "k"));
        loop.run();
        assertThat(nacked).singleElement().asString().contains("is larger than the 1048576 that stream s takes");
        nacked.clear();
        server.store.failNextAppends(1_000, new StoreException.DiskFull("full", null));
        channel.onNext(message("a", "k"));
        for (int i = 0; i < 10; i++) {
            loop.pass(AGAIN);
        }
        assertThat(nacked).containsExactly("a: full");
        assertThat(asked).as("each place is given back").isEqualTo(102);
    }

    @Test
    void aMissingStreamIsWaitedForAWhile() {
        server.serve();
        OutgoingChannel channel = open(10, 100);
        channel.onNext(message("a", "k"));
        loop.run();
        for (int i = 0; i < 6; i++) {
            loop.pass(AGAIN);
        }
        assertThat(nacked).containsExactly("a: there is no stream s");
        channel.onNext(message("b", "k"));
        channel.onNext(message("c", "k"));
        loop.run();
        server.create("s", 1);
        loop.pass(AGAIN);
        assertThat(server.texts("s")).containsExactly("b", "c");
    }

    @Test
    void itEndsWhenAllIsStored() {
        server.create("s", 1);
        server.serve();
        OutgoingChannel channel = open(10, 100);
        server.store.holdAppends();
        channel.onNext(message("a", "k"));
        loop.run();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> server.access.close(Duration.ofSeconds(20)));
        boolean released = false;
        while (!closing.isDone()) {
            loop.run();
            if (asked == -1 && !released) {
                assertThat(closing).isNotDone();
                server.store.releaseAppends();
                released = true;
            }
            Thread.onSpinWait();
        }
        assertThat(acked).containsExactly("a");
    }
}
