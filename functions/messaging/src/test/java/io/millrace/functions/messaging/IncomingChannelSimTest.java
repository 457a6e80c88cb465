package io.millrace.functions.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clock.ManualClock;
import io.millrace.functions.batch.BatchRecord;
import io.millrace.sim.Seeds;
import io.millrace.stream.StreamName;
import io.millrace.trigger.StartingPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/**
 * A channel whose application acknowledges in any order, and that is started again in the middle: every record is delivered, in its shard's
 * order within each life, never again once the checkpoint is behind it, and never skipped before it is acknowledged.
 */
class IncomingChannelSimTest {

    private static final int EVENTS = 400;

    @Test
    void everyRecordIsAcknowledgedInTheEnd() {
        Seeds.orUsually(300).play(seed -> new World(seed).play());
    }

    private static final class World {
        private final SplittableRandom random;
        private final ManualClock clock = new ManualClock(1_700_000_000_000L);
        private final MemoryStreams server = new MemoryStreams(clock);
        private final Set<String> put = new HashSet<>(), acknowledged = new HashSet<>();
        private final List<Message<?>> open = new ArrayList<>();
        private final Map<String, String> last = new HashMap<>();
        private HandLoop loop;
        private Taker taker;
        private int seen;

        private World(long seed) {
            random = new SplittableRandom(seed);
            server.create("s", 1 + random.nextInt(3));
            server.serve();
            start();
        }

        /** What an earlier life has left on its loop is never run: the process is dead. */
        private void start() {
            loop = new HandLoop(clock);
            open.clear();
            last.clear();
            taker = new Taker();
            seen = 0;
            IncomingSettings settings = new IncomingSettings("in", new StreamName("s"), "in", StartingPosition.TRIM_HORIZON, Optional.empty(),
                    random.nextBoolean(), 1 + random.nextInt(5), 1 + random.nextInt(20), 64 * 1024, FailureStrategy.FAIL, Optional.empty());
            new IncomingChannel(settings, loop, server.access, UnaryOperator.identity()).subscribe(taker);
        }

        private void play() {
            for (int event = 0; event < EVENTS; event++) {
                switch (random.nextInt(12)) {
                    case 0, 1 -> {
                        String text = "record " + put.size();
                        put.add(text);
                        server.put("s", text);
                    }
                    case 2, 3 -> taker.subscription.request(1 + random.nextInt(5));
                    case 4, 5, 6, 7 -> acknowledgeOne();
                    case 8 -> {
                        if (random.nextInt(8) == 0) {
                            start();
                        }
                    }
                    default -> loop.run();
                }
                look();
            }
            taker.subscription.request(Long.MAX_VALUE);
            while (!acknowledged.containsAll(put)) {
                int before = acknowledged.size();
                loop.run();
                look();
                assertThat(open.isEmpty() && acknowledged.size() == before && loopIsIdle()).as("delivery has stopped").isFalse();
                while (!open.isEmpty()) {
                    acknowledgeOne();
                }
            }
        }

        private boolean loopIsIdle() {
            loop.run();
            look();
            return open.isEmpty();
        }

        private void acknowledgeOne() {
            if (!open.isEmpty()) {
                Message<?> message = open.remove(random.nextInt(open.size()));
                records(message).forEach(record -> acknowledged.add(record.text()));
                message.ack();
            }
        }

        private static List<BatchRecord> records(Message<?> message) {
            return message.getMetadata(IncomingStreamMetadata.class).orElseThrow().records();
        }

        /** What has come since the last look: in order, and nothing skipped that was never acknowledged. */
        private void look() {
            for (; seen < taker.messages.size(); seen++) {
                Message<?> message = taker.messages.get(seen);
                open.add(message);
                String shard = message.getMetadata(IncomingStreamMetadata.class).orElseThrow().shardId();
                for (BatchRecord record : records(message)) {
                    String before = last.put(shard, record.sequenceNumber());
                    assertThat(record.sequenceNumber()).as("order in " + shard).isGreaterThan(before == null ? "" : before);
                    assertNothingSkipped(shard, before == null ? "" : before, record.sequenceNumber());
                }
            }
        }

        private void assertNothingSkipped(String shard, String before, String now) {
            for (String[] record : stored(shard)) {
                if (record[0].compareTo(before) > 0 && record[0].compareTo(now) < 0) {
                    assertThat(acknowledged).as("skipped on the way from " + before + " to " + now).contains(record[1]);
                    assertThat(before).as("skipped within a life").isEmpty();
                }
            }
        }

        private List<String[]> stored(String shard) {
            List<String[]> all = new ArrayList<>();
            var description = server.registry.find(new StreamName("s")).orElseThrow();
            description.shards().stream().filter(one -> one.id().wire().equals(shard)).forEach(one -> server.store.read(description.key(one),
                    io.millrace.stream.Position.START, new io.millrace.stream.ReadLimit(10_000, Integer.MAX_VALUE)).toCompletableFuture().join().records()
                    .forEach(record -> all.add(new String[] {new io.millrace.kinesis.SequenceNumber(one.id(), record.position()).wire(),
                        java.nio.charset.StandardCharsets.UTF_8.decode(record.data().duplicate()).toString()})));
            return all;
        }
    }
}
