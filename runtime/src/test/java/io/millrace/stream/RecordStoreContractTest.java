package io.millrace.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What {@link RecordStore} promises; one heir per store. A store may return less than a read's limit allows, but never
 * nothing while there is a durable record.
 */
public abstract class RecordStoreContractTest extends SubscriptionContractTest {

    @Test
    void positionsAreDenseAndOrdered() {
        Position next = null;
        for (int i = 0; i < 20; i++) {
            Positions given = append(SHARD, "a" + i, "b" + i, "c" + i);
            assertThat(given.count()).isEqualTo(3);
            assertThat(given.first()).isEqualTo(next == null ? given.first() : next);
            next = given.last().next();
        }
    }

    @Test
    void recordsComeBackAsAppendedInTheBatchsOrder() {
        clock.millis = 5_000;
        Positions given = await(store.append(SHARD, new RecordBatch(16).add(utf8("key-ä"), ByteBuffer.wrap(utf8("one")))
                .add(utf8("k"), ByteBuffer.allocate(0)).add(utf8(""), ByteBuffer.wrap(new byte[] {0, -1, 7}))));
        List<StreamRecord> records = readAll(SHARD, Position.START);
        assertThat(records).extracting(StreamRecord::position).containsExactly(given.get(0), given.get(1), given.get(2));
        assertThat(records).extracting(StreamRecord::partitionKey).containsExactly("key-ä", "k", "");
        assertThat(records).extracting(StreamRecord::data).containsExactly(ByteBuffer.wrap(utf8("one")), ByteBuffer.allocate(0),
                ByteBuffer.wrap(new byte[] {0, -1, 7}));
        assertThat(records).allMatch(record -> record.arrivedAtMillis() == 5_000 && record.data().isReadOnly()
                && record.keyUtf8().isReadOnly());
    }

    @Test
    void shardsAreIndependent() {
        append(SHARD, "mine");
        append(OTHER_SHARD, "other");
        assertThat(texts(readAll(SHARD, Position.START))).containsExactly("mine");
        assertThat(texts(readAll(OTHER_SHARD, Position.START))).containsExactly("other");
    }

    @Test
    void aReadBeginsAtTheFirstRecordAtOrAfterThePlace() {
        Positions given = append(SHARD, "0", "1", "2");
        append(SHARD, "3");
        assertThat(texts(readAll(SHARD, given.get(1)))).containsExactly("1", "2", "3");
        assertThat(texts(readAll(SHARD, given.last().next()))).containsExactly("3");
    }

    @Test
    void aReadKeepsItsLimits() {
        append(SHARD, "aaaa", "bbbb", "cccc", "dddd");
        int perRecord = "k".length() + 4;
        for (int records = 1; records <= 5; records++) {
            for (int bytes = 1; bytes <= 5 * perRecord; bytes++) {
                Slice slice = await(store.read(SHARD, Position.START, new ReadLimit(records, bytes)));
                assertThat(slice.records()).hasSizeBetween(1, Math.min(records, Math.max(1, bytes / perRecord)));
            }
        }
    }

    @Test
    void theFirstRecordIsReturnedWhateverItsSize() {
        append(SHARD, "x".repeat(700_000), "y");
        Slice slice = await(store.read(SHARD, Position.START, new ReadLimit(10, 1)));
        assertThat(texts(slice.records())).containsExactly("x".repeat(700_000));
        assertThat(slice.atEnd()).isFalse();
    }

    @Test
    void nextGoesOnWithoutGapOrRepetition() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            expected.add("r" + i);
            append(SHARD, "r" + i);
        }
        List<String> read = new ArrayList<>();
        Position from = Position.START;
        while (true) {
            Slice slice = await(store.read(SHARD, from, new ReadLimit(7, 1_000)));
            read.addAll(texts(slice.records()));
            if (slice.atEnd()) {
                break;
            }
            assertThat(slice.records()).isNotEmpty();
            assertThat(slice.next()).isEqualTo(slice.records().getLast().position().next());
            from = slice.next();
        }
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void atTheEndASliceSaysSoAndBeforeItWhenTheNextArrived() {
        clock.millis = 1_000;
        append(SHARD, "early");
        clock.millis = 9_000;
        append(SHARD, "late");
        Slice first = await(store.read(SHARD, Position.START, new ReadLimit(1, 100)));
        assertThat(first.nextArrivedAtMillis()).hasValue(9_000);
        Slice second = await(store.read(SHARD, first.next(), new ReadLimit(1, 100)));
        assertThat(second.atEnd()).isTrue();
        Position beyond = second.next().plus(1_000);
        Slice none = await(store.read(SHARD, beyond, ALL));
        assertThat(none.records()).isEmpty();
        assertThat(none.atEnd()).isTrue();
        assertThat(none.next()).isGreaterThanOrEqualTo(beyond);
    }

    @Test
    void anEmptyShardIsAtItsEnd() {
        Slice slice = await(store.read(SHARD, Position.START, ALL));
        assertThat(slice.records()).isEmpty();
        assertThat(slice.atEnd()).isTrue();
        assertThat(await(store.positionAt(SHARD, 0))).isEqualTo(await(store.end(SHARD)));
    }

    @Test
    void theEndIsWhereTheNextRecordGoes() {
        Position before = await(store.end(SHARD));
        Positions given = append(SHARD, "1", "2");
        assertThat(given.first()).isGreaterThanOrEqualTo(before);
        assertThat(await(store.end(SHARD))).isEqualTo(given.last().next());
        assertThat(append(SHARD, "3").first()).isEqualTo(given.last().next());
    }

    @Test
    void aChildShardBeginsWhereItsStartSays() {
        StreamId stream = new StreamId(8);
        Position start = Position.of(1_000, 17);
        Shard child = new Shard(new ShardId(4), HashRange.split(1).getFirst(), 0, Optional.of(new ShardId(1)), Optional.empty(),
                start, Optional.empty());
        await(store.create(stream, List.of(child)));
        assertThat(append(new ShardKey(stream, child.id()), "first").first()).isGreaterThanOrEqualTo(start);
    }

    @Test
    void arrivalNeverRunsBackwards() {
        clock.millis = 10_000;
        append(SHARD, "1");
        clock.millis = 4_000;
        append(SHARD, "2");
        assertThat(readAll(SHARD, Position.START)).extracting(StreamRecord::arrivedAtMillis).containsExactly(10_000L, 10_000L);
    }

    @Test
    void positionAtFindsTheFirstRecordThatArrivedAtOrAfterTheTime() {
        List<Positions> given = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clock.millis = 1_000 + 10 * i;
            given.add(append(SHARD, "a" + i, "b" + i));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(await(store.positionAt(SHARD, 1_000 + 10 * i))).isEqualTo(given.get(i).first());
            assertThat(await(store.positionAt(SHARD, 1_000 + 10 * i - 9))).isEqualTo(given.get(i).first());
        }
        assertThat(await(store.positionAt(SHARD, Long.MIN_VALUE))).isEqualTo(given.getFirst().first());
        assertThat(await(store.positionAt(SHARD, 1_491))).isEqualTo(await(store.end(SHARD)));
    }

    @Test
    void trimHidesAtOnceAndMovesForwardOnly() {
        Positions given = append(SHARD, "0", "1", "2", "3");
        assertThat(await(store.horizon(SHARD))).isLessThanOrEqualTo(given.first());
        await(store.trim(SHARD, given.get(2)));
        assertThat(await(store.horizon(SHARD))).isEqualTo(given.get(2));
        assertThat(texts(readAll(SHARD, Position.START))).containsExactly("2", "3");
        await(store.trim(SHARD, given.get(1)));
        assertThat(await(store.horizon(SHARD))).isEqualTo(given.get(2));
        assertThat(texts(readAll(SHARD, given.get(0)))).containsExactly("2", "3");
        await(store.trim(SHARD, given.last().next()));
        assertThat(readAll(SHARD, Position.START)).isEmpty();
        assertThat(texts(readAll(SHARD, append(SHARD, "4").first()))).containsExactly("4");
    }

    @Test
    void trimOfOneShardLeavesTheOther() {
        Positions given = append(SHARD, "0", "1");
        append(OTHER_SHARD, "kept");
        await(store.trim(SHARD, given.last().next()));
        assertThat(texts(readAll(OTHER_SHARD, Position.START))).containsExactly("kept");
    }

    @Test
    void creatingAgainKeepsWhatIsThere() {
        append(SHARD, "kept");
        await(store.create(STREAM, shards(2)));
        assertThat(texts(readAll(SHARD, Position.START))).containsExactly("kept");
    }

    @Test
    void unknownShardsAreToldSo() {
        ShardKey noShard = new ShardKey(STREAM, new ShardId(2));
        ShardKey noStream = new ShardKey(new StreamId(99), new ShardId(0));
        for (ShardKey unknown : List.of(noShard, noStream)) {
            assertUnknown(unknown);
        }
    }

    @Test
    void aDeletedStreamIsUnknown() {
        append(SHARD, "gone");
        await(store.delete(STREAM));
        assertUnknown(SHARD);
        await(store.delete(STREAM));
        await(store.delete(new StreamId(12345)));
    }

    @Test
    void sixteenAppendersShareAShard() throws Exception {
        Map<Position, String> acknowledged = Collections.synchronizedMap(new HashMap<>());
        List<Thread> appenders = new ArrayList<>();
        for (int a = 0; a < 16; a++) {
            String name = "a" + a + "-";
            appenders.add(Thread.ofPlatform().start(() -> {
                Position last = Position.START;
                for (int i = 0; i < 25; i++) {
                    String[] batch = {name + i + "-0", name + i + "-1", name + i + "-2"};
                    Positions given = append(SHARD, batch);
                    assertThat(given.first()).isGreaterThanOrEqualTo(last);
                    last = given.last().next();
                    for (int r = 0; r < batch.length; r++) {
                        acknowledged.put(given.get(r), batch[r]);
                    }
                }
            }));
        }
        for (Thread appender : appenders) {
            appender.join();
        }
        Map<Position, String> stored = new HashMap<>();
        readAll(SHARD, Position.START).forEach(record -> stored.put(record.position(), text(record)));
        assertThat(acknowledged).hasSize(16 * 25 * 3);
        assertThat(stored).isEqualTo(acknowledged);
        assertThat(Collections.max(stored.keySet()).value() - Collections.min(stored.keySet()).value()).isEqualTo(16 * 25 * 3 - 1);
    }

    @Test
    void aRestartKeepsRecordsHorizonAndDeletionAndUsesNoPositionTwice() throws Exception {
        Positions given = append(SHARD, "0", "1", "2");
        append(OTHER_SHARD, "other");
        await(store.trim(SHARD, given.get(1)));
        StreamId doomed = new StreamId(8);
        await(store.create(doomed, shards(1)));
        await(store.delete(doomed));
        store = restart();
        await(store.create(STREAM, shards(2)));
        assertThat(texts(readAll(SHARD, Position.START))).containsExactly("1", "2");
        assertThat(await(store.horizon(SHARD))).isEqualTo(given.get(1));
        assertThat(texts(readAll(OTHER_SHARD, Position.START))).containsExactly("other");
        assertUnknown(new ShardKey(doomed, new ShardId(0)));
        Positions later = append(SHARD, "3");
        assertThat(later.first()).isGreaterThan(given.last());
        assertThat(later.first().epoch()).isGreaterThan(given.last().epoch());
        assertThat(texts(readAll(SHARD, given.get(2)))).containsExactly("2", "3");
    }

    private void assertUnknown(ShardKey shard) {
        List<CompletionStage<?>> calls = List.of(store.append(shard, batch("x")), store.read(shard, Position.START, ALL),
                store.end(shard), store.horizon(shard), store.positionAt(shard, 0), store.trim(shard, Position.START));
        assertThat(calls).allSatisfy(call -> assertThat(call.toCompletableFuture().handle((value, failure) ->
                failure instanceof CompletionException wrapped ? wrapped.getCause() : failure).get(10, TimeUnit.SECONDS))
                .isInstanceOf(StoreException.ShardUnknown.class));
    }
}
