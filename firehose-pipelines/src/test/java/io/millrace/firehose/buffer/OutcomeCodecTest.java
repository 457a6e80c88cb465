package io.millrace.firehose.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.clock.ManualClock;
import io.millrace.disk.SimulatedDisk;
import io.millrace.firehose.seal.KeyRing;
import io.millrace.firehose.seal.RecordSeal;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.RecordOrigin;
import io.millrace.stream.HashRange;
import io.millrace.stream.MemoryRecordStore;
import io.millrace.stream.Position;
import io.millrace.stream.ReadLimit;
import io.millrace.stream.RecordBatch;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.ShardKey;
import io.millrace.stream.StreamId;
import io.millrace.stream.StreamRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Outcomes come back from the log as they were, or not at all. */
class OutcomeCodecTest {

    private static final String KEY = KeyRing.name(Optional.empty());

    private final OutcomeCodec codec = new OutcomeCodec(new RecordSeal(new KeyRing(new SimulatedDisk(), Path.of("/keys"))));

    @Provide
    Arbitrary<Outcome> outcomes() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(20).map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        Arbitrary<Map<String, String>> keys = Arbitraries.maps(texts, texts).ofMaxSize(4);
        Arbitrary<Optional<RecordOrigin.KinesisOrigin>> kinesis = Combinators.combine(texts, texts, texts, Arbitraries.longs())
                .as(RecordOrigin.KinesisOrigin::new).optional();
        Arbitrary<RecordOrigin> origins = Combinators.combine(texts, Arbitraries.longs(), kinesis).as(RecordOrigin::new);
        Arbitrary<FirehoseRecord> records = Combinators.combine(origins, Arbitraries.bytes().array(byte[].class).ofMaxSize(300), keys, keys).as(FirehoseRecord::new);
        Arbitrary<Position> positions = Arbitraries.longs().between(0, Long.MAX_VALUE).map(Position::new);
        return Combinators.combine(Arbitraries.integers().between(0, Integer.MAX_VALUE), positions, Arbitraries.integers().between(0, Integer.MAX_VALUE),
                Arbitraries.of(true, false), Arbitraries.of(Outcome.Way.values()), records).as((shard, position, sub, last, way, record) ->
                        new Outcome(shard, position, sub, last, way, way == Outcome.Way.NOTHING ? Optional.empty() : Optional.of(record)));
    }

    @Property(tries = 500)
    void outcomesComeBack(@ForAll("outcomes") Outcome outcome, @ForAll boolean sealed) {
        same(codec.read(stored(outcome, sealed)), outcome);
    }

    @Property(tries = 300)
    void whatLosesItsBeginningOrItsHeadIsRefused(@ForAll("outcomes") Outcome outcome, @ForAll boolean sealed, @ForAll @IntRange(min = 0, max = 100_000) int at) {
        StreamRecord stored = stored(outcome, sealed);
        byte[] key = bytes(stored.keyUtf8()), data = bytes(stored.data());
        if (!sealed || outcome.record().isEmpty()) {
            assertThatThrownBy(() -> codec.read(with(stored, cut(key, at % key.length), data))).isInstanceOf(IllegalArgumentException.class);
            int head = data.length - outcome.record().map(record -> record.data().length).orElse(0);
            if (head > 0) {
                assertThatThrownBy(() -> codec.read(with(stored, key, cut(data, at % head)))).isInstanceOf(IllegalArgumentException.class);
            }
        } else {
            assertThatThrownBy(() -> codec.read(with(stored, cut(key, at % 20), data))).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> codec.read(with(stored, key, cut(data, at % data.length)))).isInstanceOf(RecordSeal.Broken.class);
        }
    }

    /** Blocks of the log have their own checksum; here only what can be told without it. */
    @Property(tries = 500)
    void aChangedByteOfASealedOutcomeIsTold(@ForAll("outcomes") Outcome outcome, @ForAll @IntRange(min = 0, max = 100_000) int at, @ForAll @IntRange(min = 1, max = 255) int change) {
        StreamRecord stored = stored(outcome, true);
        byte[] key = bytes(stored.keyUtf8()), data = bytes(stored.data());
        if (data.length > 0) {
            data[at % data.length] ^= (byte) change;
            assertThatThrownBy(() -> codec.read(with(stored, key, data))).isInstanceOf(RecordSeal.Broken.class);
        }
    }

    @Property(tries = 2_000)
    void bytesOfAnyKindAreReadOrRefused(@ForAll byte[] key, @ForAll byte[] data) {
        StreamRecord any = new StreamRecord(Position.START, 0, ByteBuffer.wrap(key), ByteBuffer.wrap(data));
        StreamRecord headed = with(any, new byte[] {1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, data);
        for (StreamRecord stored : List.of(any, headed)) {
            try {
                assertThat(codec.read(stored).way()).isNotNull();
            } catch (IllegalArgumentException | KeyRing.Unusable refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void anUnknownVersionFlagOrWayIsRefused() {
        StreamRecord stored = stored(new Outcome(1, new Position(2), 3, true, Outcome.Way.NOTHING, Optional.empty()), false);
        for (int[] change : new int[][] {{0, 2}, {1, 4}, {1, 0x80}, {2, 99}, {2, 0xFF}, {3, 0x80}, {7, 0x80}, {15, 0x80}}) {
            byte[] key = bytes(stored.keyUtf8());
            key[change[0]] = (byte) change[1];
            assertThatThrownBy(() -> codec.read(with(stored, key, new byte[0]))).as("byte %d is %x", change[0], change[1]).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> codec.read(with(stored, bytes(stored.keyUtf8()), new byte[1]))).hasMessageContaining("has data");
    }

    @Test
    void whatRefersToTheInputIsItsKeyOnly() {
        for (Outcome.Way way : List.of(Outcome.Way.DATA, Outcome.Way.BACKUP)) {
            for (boolean sealed : new boolean[] {false, true}) {
                Outcome outcome = new Outcome(0, new Position(77), 1, true, way, Optional.empty());
                StreamRecord stored = stored(outcome, sealed);
                assertThat(bytes(stored.keyUtf8())).hasSize(19).startsWith(2);
                assertThat(stored.data().remaining()).isZero();
                assertThat(codec.read(stored)).isEqualTo(outcome).matches(Outcome::refersToInput);
                assertThatThrownBy(() -> codec.read(with(stored, bytes(stored.keyUtf8()), new byte[1]))).hasMessageContaining("has data");
            }
        }
    }

    @Test
    void waysKeepTheirNumbers() {
        assertThat(Outcome.Way.values()).startsWith(Outcome.Way.NOTHING, Outcome.Way.DATA, Outcome.Way.BACKUP, Outcome.Way.PROCESSING_FAILED,
                Outcome.Way.FORMAT_CONVERSION_FAILED, Outcome.Way.HTTP_ENDPOINT_FAILED, Outcome.Way.ACTIVE_PARTITION_EXCEEDED,
                Outcome.Way.DECOMPRESSION_FAILED);
    }

    private static void same(Outcome read, Outcome written) {
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
    }

    private StreamRecord stored(Outcome outcome, boolean sealed) {
        RecordBatch batch = new RecordBatch(100);
        codec.write(outcome, sealed ? Optional.of(KEY) : Optional.empty(), batch);
        try (MemoryRecordStore store = MemoryRecordStore.onCallersThread(new ManualClock(0))) {
            ShardKey shard = new ShardKey(new StreamId(1), new ShardId(0));
            store.create(shard.stream(), List.of(new Shard(shard.shard(), HashRange.split(1).getFirst(), 0, Optional.empty(), Optional.empty(), Position.START,
                    Optional.empty())));
            store.append(shard, batch).toCompletableFuture().join();
            return store.read(shard, Position.START, new ReadLimit(10, 1_000_000)).toCompletableFuture().join().records().getFirst();
        }
    }

    private static StreamRecord with(StreamRecord stored, byte[] key, byte[] data) {
        return new StreamRecord(stored.position(), stored.arrivedAtMillis(), ByteBuffer.wrap(key), ByteBuffer.wrap(data));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static byte[] cut(byte[] bytes, int length) {
        return java.util.Arrays.copyOf(bytes, length);
    }
}
