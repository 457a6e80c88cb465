package io.millrace.firehose.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.firehose.source.KplAggregate.UserRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
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
        Message message = new Message().text(1, "k0").text(1, "k1").text(2, "123").bytes(3, new Message().number(1, 1).bytes(3, bytes("a")))
                .bytes(3, new Message().number(1, 0).number(2, 0).bytes(3, bytes("b")).bytes(4, new Message().text(1, "tag").text(2, "value")));
        assertThat(KplAggregate.parse(message.aggregate()).orElseThrow()).extracting(UserRecord::partitionKey, record -> new String(record.data(), StandardCharsets.UTF_8))
                .containsExactly(tuple("k1", "a"), tuple("k0", "b"));
    }

    @Test
    void recordsMayComeBeforeTheirKeysAndUnknownFieldsAreSkipped() {
        Message message = new Message().bytes(3, new Message().bytes(3, bytes("a")).number(1, 0).number(99, 1).fixed64(100).fixed32(101)).number(7, 1L << 62).text(1, "k");
        assertThat(KplAggregate.parse(message.aggregate()).orElseThrow()).extracting(UserRecord::partitionKey).containsExactly("k");
        assertThat(KplAggregate.parse(new Message().aggregate()).orElseThrow()).as("an aggregate of nothing").isEmpty();
    }

    @Test
    void whatIsNotWholeIsARecordOfItsOwn() {
        Message whole = new Message().text(1, "k").bytes(3, new Message().number(1, 0).bytes(3, bytes("a")));
        for (Message broken : List.of(
                new Message().text(1, "k").bytes(3, new Message().number(1, 1).bytes(3, bytes("a"))),
                new Message().text(1, "k").bytes(3, new Message().number(1, -1).bytes(3, bytes("a"))),
                new Message().text(1, "k").bytes(3, new Message().number(1, 1L << 40).bytes(3, bytes("a"))),
                new Message().text(1, "k").bytes(3, new Message().number(1, 0)),
                new Message().text(1, "k").bytes(3, new Message().bytes(3, bytes("a"))),
                new Message().text(1, "k").bytes(3, new Message().text(1, "0").bytes(3, bytes("a"))),
                new Message().bytes(3, new Message().number(1, 0).bytes(3, bytes("a"))),
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
        Optional<List<UserRecord>> parsed = KplAggregate.parse(message(records, keys).aggregate());
        assertThat(parsed.orElseThrow()).hasSize(records.size());
        for (int i = 0; i < records.size(); i++) {
            assertThat(parsed.get().get(i).data()).isEqualTo(records.get(i));
            assertThat(parsed.get().get(i).partitionKey()).isEqualTo("key-" + i % keys);
        }
    }

    @Property(tries = 300)
    void aCutOrAChangedByteMakesItARecordOfItsOwn(@ForAll @NotEmpty @Size(max = 5) List<byte[]> records, @ForAll @IntRange(min = 0, max = 10_000) int at,
            @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] whole = message(records, 2).aggregate();
        assertThat(KplAggregate.parse(Arrays.copyOf(whole, at % whole.length))).isEmpty();
        byte[] changed = whole.clone();
        changed[at % whole.length] ^= (byte) change;
        assertThat(KplAggregate.parse(changed)).isEmpty();
    }

    /** With the digest of what is left; where it happens to end between two fields it is an aggregate of fewer. */
    @Property(tries = 300)
    void aMessageIsCutBetweenFieldsOrNoAggregate(@ForAll @NotEmpty @Size(max = 5) List<byte[]> records) {
        Message message = message(records, 2);
        byte[] whole = message.toBytes();
        for (int length = 0; length <= whole.length; length++) {
            Message cut = new Message().raw(Arrays.copyOf(whole, length));
            assertThat(KplAggregate.parse(cut.aggregate()).isPresent()).as("cut at %d", length).isEqualTo(message.ends.contains(length));
        }
    }

    @Property(tries = 3_000)
    void bytesOfAnyKindAreParsedOrNot(@ForAll byte[] bytes) {
        KplAggregate.parse(bytes);
        KplAggregate.parse(new Message().raw(bytes).aggregate());
        KplAggregate.parse(new Message().text(1, "k").bytes(3, new Message().raw(bytes)).aggregate());
    }

    private static Message message(List<byte[]> records, int keys) {
        Message message = new Message();
        for (int i = 0; i < keys; i++) {
            message.text(1, "key-" + i);
        }
        for (int i = 0; i < records.size(); i++) {
            message.bytes(3, new Message().number(1, i % keys).bytes(3, records.get(i)));
        }
        return message;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A protobuf message, written field by field. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        /** Lengths at which a field is complete. */
        private final TreeSet<Integer> ends = new TreeSet<>(List.of(0));

        Message copy() {
            return new Message().raw(toBytes());
        }

        Message tag(int field, int type) {
            varint((long) field << 3 | type);
            return this;
        }

        Message raw(int... bytes) {
            Arrays.stream(bytes).forEach(out::write);
            return this;
        }

        Message raw(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Message number(int field, long value) {
            tag(field, VARINT).varint(value);
            ends.add(out.size());
            return this;
        }

        Message fixed64(int field) {
            return tag(field, FIXED_64).raw(new byte[8]);
        }

        Message fixed32(int field) {
            return tag(field, FIXED_32).raw(new byte[4]);
        }

        Message text(int field, String text) {
            return bytes(field, KplAggregateTest.bytes(text));
        }

        Message bytes(int field, Message message) {
            return bytes(field, message.toBytes());
        }

        Message bytes(int field, byte[] bytes) {
            tag(field, BYTES).varint(bytes.length);
            raw(bytes);
            ends.add(out.size());
            return this;
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        byte[] aggregate() {
            try {
                byte[] message = toBytes(), digest = MessageDigest.getInstance("MD5").digest(message);
                return ByteBuffer.allocate(4 + message.length + digest.length).put(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2})
                        .put(message).put(digest).array();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
