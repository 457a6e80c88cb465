package io.millrace.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A shard within its stream, numbered in the order of creation: a child's index is always greater than its parents'. */
public record ShardId(int index) implements Comparable<ShardId> {

    private static final Pattern WIRE = Pattern.compile("shardId-(\\d{12})");

    public ShardId {
        if (index < 0) {
            throw new IllegalArgumentException("shard index is negative: " + index);
        }
    }

    /** As clients see it: {@code shardId-000000000007}. */
    public String wire() {
        String digits = Integer.toString(index);
        return "shardId-" + "0".repeat(12 - digits.length()) + digits;
    }

    /** The shard a client names, or empty if no shard can have that name. */
    public static Optional<ShardId> parse(String wire) {
        Matcher matcher = WIRE.matcher(wire);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long index = Long.parseLong(matcher.group(1));
        return index > Integer.MAX_VALUE ? Optional.empty() : Optional.of(new ShardId((int) index));
    }

    @Override
    public int compareTo(ShardId other) {
        return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return wire();
    }
}
