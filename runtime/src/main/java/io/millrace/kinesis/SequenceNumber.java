package io.millrace.kinesis;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

import io.millrace.stream.Position;
import io.millrace.stream.ShardId;

/**
 * The 56-digit sequence number clients see: {@code 49}, ten digits of shard creation order, 25 zeros kept for later use, 19 digits of position.
 * So a child shard's numbers sort after its parents', as numbers and as text.
 */
public record SequenceNumber(ShardId shard, Position position) {

    public static final int LENGTH = 56;
    private static final String PREFIX = "49";
    private static final int SHARD_END = 12, RESERVED_END = 37;
    private static final String ZEROS = "0".repeat(LENGTH);

    /** The 56 digits. */
    public String wire() {
        String shardDigits = Integer.toString(shard.index());
        String positionDigits = Long.toString(position.value());
        return PREFIX + ZEROS.substring(0, SHARD_END - PREFIX.length() - shardDigits.length()) + shardDigits
                + ZEROS.substring(0, LENGTH - SHARD_END - positionDigits.length()) + positionDigits;
    }

    /** Writes the 56 digits of a position of the shard into {@code target} from 0 on, without garbage. */
    public static void write(ShardId shard, long position, byte[] target) {
        Arrays.fill(target, 0, LENGTH, (byte) '0');
        target[0] = (byte) PREFIX.charAt(0);
        target[1] = (byte) PREFIX.charAt(1);
        digits(shard.index(), SHARD_END, target);
        digits(position, LENGTH, target);
    }

    private static void digits(long value, int end, byte[] target) {
        int at = end;
        for (long rest = value; rest > 0; rest /= 10) {
            target[--at] = (byte) ('0' + rest % 10);
        }
    }

    /** The number a client sent, or empty if this server never makes such a number. */
    public static Optional<SequenceNumber> parse(String wire) {
        if (wire.length() != LENGTH || !wire.startsWith(PREFIX) || !wire.chars().allMatch(c -> c >= '0' && c <= '9')
                || !wire.substring(SHARD_END, RESERVED_END).equals(ZEROS.substring(0, RESERVED_END - SHARD_END))) {
            return Optional.empty();
        }
        long shard = Long.parseLong(wire, PREFIX.length(), SHARD_END, 10);
        BigInteger position = new BigInteger(wire.substring(RESERVED_END));
        if (shard > Integer.MAX_VALUE || position.bitLength() > 63) {
            return Optional.empty();
        }
        return Optional.of(new SequenceNumber(new ShardId((int) shard), new Position(position.longValue())));
    }

    @Override
    public String toString() {
        return wire();
    }
}
