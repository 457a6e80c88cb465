package io.millrace.stream;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A place in the ring of 128-bit hash keys, unsigned: {@code high * 2^64 + low}. */
public record HashKey(long high, long low) implements Comparable<HashKey> {

    public static final HashKey MIN = new HashKey(0, 0);
    public static final HashKey MAX = new HashKey(-1, -1);
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(128);
    private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    });

    /** The MD5 of a partition key's UTF-8 bytes, as Kinesis routes. */
    public static HashKey ofPartitionKey(String partitionKey) {
        byte[] utf8 = partitionKey.getBytes(StandardCharsets.UTF_8);
        return ofPartitionKey(utf8, 0, utf8.length);
    }

    /** The MD5 of a partition key's UTF-8 bytes, as Kinesis routes. */
    public static HashKey ofPartitionKey(byte[] utf8, int offset, int length) {
        MessageDigest md5 = MD5.get();
        md5.update(utf8, offset, length);
        byte[] digest = md5.digest();
        return new HashKey(bigEndian(digest, 0), bigEndian(digest, 8));
    }

    private static long bigEndian(byte[] bytes, int from) {
        long value = 0;
        for (int i = from; i < from + 8; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    /** From 0 to 2^128 - 1; anything else is an {@link IllegalArgumentException}. */
    public static HashKey of(BigInteger value) {
        if (value.signum() < 0 || value.compareTo(LIMIT) >= 0) {
            throw new IllegalArgumentException("not a 128-bit hash key: " + value);
        }
        return new HashKey(value.shiftRight(64).longValue(), value.longValue());
    }

    public BigInteger toBigInteger() {
        return new BigInteger(Long.toUnsignedString(high)).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
    }

    @Override
    public int compareTo(HashKey other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Decimal, as on the wire. */
    @Override
    public String toString() {
        return toBigInteger().toString();
    }
}
