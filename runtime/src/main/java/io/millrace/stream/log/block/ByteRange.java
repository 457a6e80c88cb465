package io.millrace.stream.log.block;

/** Bytes of a file: from, inclusive, to, exclusive. */
public record ByteRange(long from, long to) {

    public ByteRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("not a range: " + from + " to " + to);
        }
    }

    public long bytes() {
        return to - from;
    }
}
