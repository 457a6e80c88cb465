package io.millrace.firehose.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.firehose.source.KplAggregate.UserRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Aggregates as the KPL makes them, and everything that only looks like one. */
class KplAggregateTest {

    private static final int VARINT = 0, FIXED_64 = 1, BYTES = 2, GROUP = 3, FIXED_32 = 5;

    @Test
    void anAggregateAsTheLibraryMakesIt() {
        KplMessage message = new KplMessage().text(1, "k0").text(1, "k1").text(2, "123").bytes(3, new KplMessage().number(1, 1).bytes(3, bytes("a")))
                .bytes(3, new KplMessage().number(1, 0).number(2, 0).bytes(3, bytes("b")).bytes(4, new KplMessage().text(1, "tag").text(2, "value")));
        assertThat(KplAggregate.parse(message.aggregate()).orElseThrow()).extracting(UserRecord::partitionKey, record -> new String(record.data(), StandardCharsets.UTF_8))
                .containsExactly(tuple("k1", "a"), tuple("k0", "b"));
    }

    @Test
    void recordsMayComeBeforeTheirKeysAndUnknownFieldsAreSkipped() {
        KplMessage message = new KplMessage().bytes(3, new KplMessage().bytes(3, bytes("a")).number(1, 0).number(99, 1).fixed64(100).fixed32(101)).number(7, 1L << 62).text(1, "k");
        assertThat(KplAggregate.parse(message.aggregate()).orElseThrow()).extracting(UserRecord::partitionKey).containsExactly("k");
        assertThat(KplAggregate.parse(new KplMessage().aggregate()).orElseThrow()).as("an aggregate of nothing").isEmpty();
    }

    @Test
    void whatIsNotWholeIsARecordOfItsOwn() {
        KplMessage whole = new KplMessage().text(1, "k").bytes(3, new KplMessage().number(1, 0).bytes(3, bytes("a")));
        for (KplMessage broken : List.of(
                new KplMessage().text(1, "k").bytes(3, new KplMessage().number(1, 1).bytes(3, bytes("a"))),
                new KplMessage().text(1, "k").bytes(3, new KplMessage().number(1, -1).bytes(3, bytes("a"))),
                new KplMessage().text(1, "k").bytes(3, new KplMessage().number(1, 1L << 40).bytes(3, bytes("a"))),
                new KplMessage().text(1, "k").bytes(3, new KplMessage().number(1, 0)),
                new KplMessage().text(1, "k").bytes(3, new KplMessage().bytes(3, bytes("a"))),
                new KplMessage().text(1, "k").bytes(3, new KplMessage().text(1, "0").bytes(3, bytes("a"))),
                new KplMessage().bytes(3, new KplMessage().number(1, 0).bytes(3, bytes("a"))),
                whole.copy().tag(9, FIXED_64).raw(1, 2, 3, 4, 5, 6, 7),
                whole.copy().tag(9, FIXED_32).raw(1, 2, 3),
                whole.copy().tag(9, VARINT).raw(0x80),
                whole.copy().tag(9, VARINT).raw(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0),
                whole.copy().tag(9, BYTES).raw(5, 1),
                whole.copy().tag(9, BYTES).raw(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1),
                whole.copy().tag(9, GROUP),
                whole.copy().raw(0, 0))) {
            assertThat(KplAggregate.parse(broken.aggregate())).as(Arrays.toString(broken.toBytes())).isEmpty();
        }
    }

    @Property(tries = 300)
    void recordsComeBack(@ForAll @NotEmpty @Size(max = 20) List<byte[]> records, @ForAll @IntRange(min = 1, max = 5) int keys) {
        Optional<List<UserRecord>> parsed = KplAggregate.parse(KplMessage.of(records, keys).aggregate());
        assertThat(parsed.orElseThrow()).hasSize(records.size());
        for (int i = 0; i < records.size(); i++) {
            assertThat(parsed.get().get(i).data()).isEqualTo(records.get(i));
            assertThat(parsed.get().get(i).partitionKey()).isEqualTo("key-" + i % keys);
        }
    }

    @Property(tries = 300)
    void aCutOrAChangedByteMakesItARecordOfItsOwn(@ForAll @NotEmpty @Size(max = 5) List<byte[]> records, @ForAll @IntRange(min = 0, max = 10_000) int at,
            @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] whole = KplMessage.of(records, 2).aggregate();
        assertThat(KplAggregate.parse(Arrays.copyOf(whole, at % whole.length))).isEmpty();
        byte[] changed = whole.clone();
        changed[at % whole.length] ^= (byte) change;
        assertThat(KplAggregate.parse(changed)).isEmpty();
    }

    /** With the digest of what is left; where it happens to end between two fields it is an aggregate of fewer. */
    @Property(tries = 300)
    void aMessageIsCutBetweenFieldsOrNoAggregate(@ForAll @NotEmpty @Size(max = 5) List<byte[]> records) {
        KplMessage message = KplMessage.of(records, 2);
        byte[] whole = message.toBytes();
        for (int length = 0; length <= whole.length; length++) {
            KplMessage cut = new KplMessage().raw(Arrays.copyOf(whole, length));
            assertThat(KplAggregate.parse(cut.aggregate()).isPresent()).as("cut at %d", length).isEqualTo(message.ends.contains(length));
        }
    }

    @Property(tries = 3_000)
    void bytesOfAnyKindAreParsedOrNot(@ForAll byte[] bytes) {
        KplAggregate.parse(bytes);
        KplAggregate.parse(new KplMessage().raw(bytes).aggregate());
        KplAggregate.parse(new KplMessage().text(1, "k").bytes(3, new KplMessage().raw(bytes)).aggregate());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
