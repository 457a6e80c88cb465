package io.millrace.firehose.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** A protobuf message, written field by field, and the aggregate that the Kinesis Producer Library makes of it. */
public final class KplMessage {

    private static final int VARINT = 0, FIXED_64 = 1, BYTES = 2, FIXED_32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    /** Lengths at which a field is complete. */
    final TreeSet<Integer> ends = new TreeSet<>(List.of(0));

    /** An aggregate of these records, which have the partition keys {@code key-0}, {@code key-1}, … in turn. */
    public static KplMessage of(List<byte[]> records, int keys) {
        KplMessage message = new KplMessage();
        for (int i = 0; i < keys; i++) {
            message.text(1, "key-" + i);
        }
        for (int i = 0; i < records.size(); i++) {
            message.bytes(3, new KplMessage().number(1, i % keys).bytes(3, records.get(i)));
        }
        return message;
    }

    KplMessage copy() {
        return new KplMessage().raw(toBytes());
    }

    KplMessage tag(int field, int type) {
        varint((long) field << 3 | type);
        return this;
    }

    KplMessage raw(int... bytes) {
        Arrays.stream(bytes).forEach(out::write);
        return this;
    }

    KplMessage raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    KplMessage number(int field, long value) {
        tag(field, VARINT).varint(value);
        ends.add(out.size());
        return this;
    }

    KplMessage fixed64(int field) {
        return tag(field, FIXED_64).raw(new byte[8]);
    }

    KplMessage fixed32(int field) {
        return tag(field, FIXED_32).raw(new byte[4]);
    }

    KplMessage text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    KplMessage bytes(int field, KplMessage message) {
        return bytes(field, message.toBytes());
    }

    KplMessage bytes(int field, byte[] bytes) {
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

    public byte[] aggregate() {
        try {
            byte[] message = toBytes(), digest = MessageDigest.getInstance("MD5").digest(message);
            return ByteBuffer.allocate(4 + message.length + digest.length).put(new byte[] {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2})
                    .put(message).put(digest).array();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
