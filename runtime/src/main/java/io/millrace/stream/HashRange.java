package io.millrace.stream;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The hash keys a shard takes, both ends included. */
public record HashRange(HashKey first, HashKey last) {

    public HashRange {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("hash range is empty: " + first + " to " + last);
        }
    }

    public boolean contains(HashKey key) {
        return key.compareTo(first) >= 0 && key.compareTo(last) <= 0;
    }

    /** Cuts the whole ring into {@code parts} ranges of the same size, the last one taking the remainder. */
    public static List<HashRange> split(int parts) {
        if (parts < 1) {
            throw new IllegalArgumentException("no parts: " + parts);
        }
        BigInteger width = BigInteger.ONE.shiftLeft(128).divide(BigInteger.valueOf(parts));
        List<HashRange> ranges = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            HashKey first = HashKey.of(width.multiply(BigInteger.valueOf(i)));
            HashKey last = i == parts - 1 ? HashKey.MAX : HashKey.of(width.multiply(BigInteger.valueOf(i + 1)).subtract(BigInteger.ONE));
            ranges.add(new HashRange(first, last));
        }
        return List.copyOf(ranges);
    }
}
