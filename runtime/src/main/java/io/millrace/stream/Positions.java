package io.millrace.stream;

/**
 * The places an appended batch got: {@code count} consecutive positions of one epoch.
 *
 * @param first the first record's position
 * @param count at least 1
 */
public record Positions(Position first, int count) {

    public Positions {
        if (count < 1) {
            throw new IllegalArgumentException("no records: " + count);
        }
    }

    /** The position of the batch's record number {@code index}, from 0. */
    public Position get(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException(index);
        }
        return first.plus(index);
    }

    public Position last() {
        return first.plus(count - 1);
    }
}
