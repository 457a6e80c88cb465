package io.millrace.stream;

/** One creation of a stream. A namesake created later has a greater id and is another stream. */
public record StreamId(long value) implements Comparable<StreamId> {

    public StreamId {
        if (value <= 0) {
            throw new IllegalArgumentException("stream id is not positive: " + value);
        }
    }

    @Override
    public int compareTo(StreamId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
