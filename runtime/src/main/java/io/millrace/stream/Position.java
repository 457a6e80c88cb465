package io.millrace.stream;

/**
 * A record's place in its shard. The high 23 bits are the epoch, raised at every start of the server; the low 40 bits count
 * from 0 within the epoch. Later records have greater positions; positions are dense within an epoch only. A position may
 * also name a place where no record is: "from" a position means the first record at or after it.
 */
public record Position(long value) implements Comparable<Position> {

    public static final int ORDINAL_BITS = 40;
    public static final long ORDINAL_MAX = (1L << ORDINAL_BITS) - 1;
    public static final int EPOCH_MAX = (1 << (63 - ORDINAL_BITS)) - 1;
    /** Before every record. */
    public static final Position START = new Position(0);

    public Position {
        if (value < 0) {
            throw new IllegalArgumentException("position is negative: " + value);
        }
    }

    public static Position of(int epoch, long ordinal) {
        if (epoch < 0 || epoch > EPOCH_MAX || ordinal < 0 || ordinal > ORDINAL_MAX) {
            throw new IllegalArgumentException("epoch or ordinal out of range: " + epoch + ", " + ordinal);
        }
        return new Position(((long) epoch << ORDINAL_BITS) | ordinal);
    }

    public int epoch() {
        return (int) (value >>> ORDINAL_BITS);
    }

    public long ordinal() {
        return value & ORDINAL_MAX;
    }

    public Position plus(long records) {
        return new Position(Math.addExact(value, records));
    }

    /** The first place after this one. */
    public Position next() {
        return plus(1);
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return epoch() + "." + ordinal();
    }
}
