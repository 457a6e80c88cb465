package io.millrace.firehose.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Records that the Kinesis Producer Library has put together: {@code F3 89 9A C2}, a protobuf message {@code AggregatedRecord}, and the
 * message's MD5 (aggregation-format.md of amazon-kinesis-producer). The message: 1 partition_key_table (text, repeated), 2
 * explicit_hash_key_table, 3 records {1 partition_key_index, 2 explicit_hash_key_index, 3 data, 4 tags}. What is not exactly that is a
 * record of its own. Pure.
 */
final class KplAggregate {

    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final int DIGEST_BYTES = 16, KEY_TABLE = 1, RECORDS = 3, KEY_INDEX = 1, DATA = 3;
    /** As long as a partition key may be; each record's outcomes carry it. */
    private static final int KEY_CHARACTERS_MAX = 256;
    private static final int VARINT = 0, FIXED_64 = 1, BYTES = 2, FIXED_32 = 5;

    private final byte[] in;
    private int at;
    private final int end;

    private KplAggregate(byte[] in, int from, int end) {
        this.in = in;
        this.at = from;
        this.end = end;
    }

    /** A producer's own record. */
    record UserRecord(String partitionKey, byte[] data) {
    }

    /** The records in it; empty where it is no aggregate. */
    static Optional<List<UserRecord>> parse(byte[] data) {
        int end = data.length - DIGEST_BYTES;
        if (end < MAGIC.length || !Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || !MessageDigest.isEqual(md5(data, MAGIC.length, end), Arrays.copyOfRange(data, end, data.length))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new KplAggregate(data, MAGIC.length, end).message());
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException noAggregate) {
            return Optional.empty();
        }
    }

    private static byte[] md5(byte[] data, int from, int to) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(data, from, to - from);
            return md5.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private List<UserRecord> message() {
        List<String> keys = new ArrayList<>();
        List<KplAggregate> records = new ArrayList<>();
        while (at < end) {
            long tag = varint();
            if (tag == (KEY_TABLE << 3 | BYTES)) {
                KplAggregate text = nested();
                keys.add(key(new String(in, text.at, text.end - text.at, StandardCharsets.UTF_8)));
            } else if (tag == (RECORDS << 3 | BYTES)) {
                records.add(nested());
            } else {
                skip(tag);
            }
        }
        List<UserRecord> parsed = new ArrayList<>(records.size());
        records.forEach(record -> parsed.add(record.record(keys)));
        return parsed;
    }

    private static String key(String key) {
        if (key.length() > KEY_CHARACTERS_MAX) {
            throw new IllegalArgumentException("no key has " + key.length() + " characters");
        }
        return key;
    }

    private UserRecord record(List<String> keys) {
        String key = null;
        byte[] data = null;
        while (at < end) {
            long tag = varint();
            if (tag == (KEY_INDEX << 3 | VARINT)) {
                key = keys.get(Math.toIntExact(varint()));
            } else if (tag == (DATA << 3 | BYTES)) {
                KplAggregate bytes = nested();
                data = Arrays.copyOfRange(in, bytes.at, bytes.end);
            } else {
                skip(tag);
            }
        }
        if (key == null || data == null) {
            throw new IllegalArgumentException("record without key or data");
        }
        return new UserRecord(key, data);
    }

    private KplAggregate nested() {
        int length = Math.toIntExact(varint());
        if (length < 0 || length > end - at) {
            throw new IllegalArgumentException("cut off");
        }
        KplAggregate inner = new KplAggregate(in, at, at + length);
        at += length;
        return inner;
    }

    private void skip(long tag) {
        if (tag >>> 3 == 0) {
            throw new IllegalArgumentException("no field has number 0");
        }
        switch ((int) (tag & 7)) {
            case VARINT -> varint();
            case FIXED_64 -> pass(Long.BYTES);
            case BYTES -> nested();
            case FIXED_32 -> pass(Integer.BYTES);
            default -> throw new IllegalArgumentException("unknown wire type");
        }
    }

    private void pass(int bytes) {
        if (bytes > end - at) {
            throw new IllegalArgumentException("cut off");
        }
        at += bytes;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at >= end) {
                throw new IllegalArgumentException("cut off");
            }
            byte next = in[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("number too long");
    }
}
