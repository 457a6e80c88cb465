package io.millrace.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link RecordStore.Subscription} promises; part of {@link RecordStoreContractTest}. */
abstract class SubscriptionContractTest extends RecordStoreFixture {

    @Test
    void deletingFailsSubscriptions() throws Exception {
        SliceCollector waiting = new SliceCollector();
        store.open(SHARD, Position.START, waiting).request(ALL);
        SliceCollector idle = new SliceCollector();
        store.open(OTHER_SHARD, Position.START, idle);
        await(store.delete(STREAM));
        assertThat(waiting.takeFailure()).isInstanceOf(StoreException.ShardUnknown.class);
        assertThat(idle.takeFailure()).isInstanceOf(StoreException.ShardUnknown.class);
    }

    @Test
    void aSubscriptionGivesOneSlicePerRequest() throws Exception {
        append(SHARD, "0", "1", "2");
        SliceCollector collector = new SliceCollector();
        RecordStore.Subscription subscription = store.open(SHARD, Position.START, collector);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            subscription.request(new ReadLimit(1, 100));
            read.addAll(texts(collector.take().records()));
            assertThat(collector.slices).isEmpty();
        }
        assertThat(read).containsExactly("0", "1", "2");
        subscription.close();
    }

    @Test
    void nothingIsDeliveredUnasked() throws Exception {
        SliceCollector unasked = new SliceCollector();
        store.open(SHARD, Position.START, unasked);
        SliceCollector asked = new SliceCollector();
        store.open(SHARD, Position.START, asked).request(ALL);
        append(SHARD, "0");
        asked.take();
        assertThat(unasked.slices).isEmpty();
    }

    @Test
    void anAppendIsPushedToWhoWaits() throws Exception {
        SliceCollector collector = new SliceCollector();
        RecordStore.Subscription subscription = store.open(SHARD, Position.START, collector);
        for (int i = 0; i < 20; i++) {
            subscription.request(ALL);
            append(OTHER_SHARD, "not for it");
            assertThat(collector.slices).isEmpty();
            Positions given = append(SHARD, "r" + i);
            Slice slice = collector.take();
            assertThat(texts(slice.records())).containsExactly("r" + i);
            assertThat(slice.records().getFirst().position()).isEqualTo(given.first());
        }
    }

    @Test
    void aSubscriptionFromTheEndSeesOnlyWhatComes() throws Exception {
        append(SHARD, "before");
        SliceCollector collector = new SliceCollector();
        store.open(SHARD, await(store.end(SHARD)), collector).request(ALL);
        append(SHARD, "after");
        assertThat(texts(collector.take().records())).containsExactly("after");
    }

    @Test
    void aSubscriptionMissesNothingAndRepeatsNothingWhileOthersAppend() throws Exception {
        SliceCollector collector = new SliceCollector();
        RecordStore.Subscription subscription = store.open(SHARD, Position.START, collector);
        Thread appender = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 500; i++) {
                append(SHARD, "r" + i);
            }
        });
        List<String> read = new ArrayList<>();
        Position last = Position.START;
        while (read.size() < 500) {
            subscription.request(new ReadLimit(9, 1_000));
            Slice slice = collector.take();
            assertThat(slice.records().getFirst().position()).isGreaterThanOrEqualTo(last);
            last = slice.next();
            read.addAll(texts(slice.records()));
        }
        appender.join();
        for (int i = 0; i < 500; i++) {
            assertThat(read.get(i)).isEqualTo("r" + i);
        }
    }

    @Test
    void aClosedSubscriptionIsQuietAndBothersNobody() throws Exception {
        SliceCollector closed = new SliceCollector();
        RecordStore.Subscription subscription = store.open(SHARD, Position.START, closed);
        subscription.request(ALL);
        subscription.close();
        subscription.close();
        SliceCollector other = new SliceCollector();
        store.open(SHARD, Position.START, other).request(ALL);
        append(SHARD, "0");
        other.take();
        assertThat(closed.slices).isEmpty();
        await(store.delete(STREAM));
        other.takeFailure();
        assertThat(closed.failure).isNotDone();
    }

    @Test
    void aSubscriptionToAnUnknownShardFails() throws Exception {
        SliceCollector collector = new SliceCollector();
        store.open(new ShardKey(STREAM, new ShardId(2)), Position.START, collector).request(ALL);
        assertThat(collector.takeFailure()).isInstanceOf(StoreException.ShardUnknown.class);
    }
}
