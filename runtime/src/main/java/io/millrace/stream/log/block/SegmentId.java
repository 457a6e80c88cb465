package io.millrace.stream.log.block;

/** Which segment of which log. */
public record SegmentId(long stream, int stripe, long segment) implements Comparable<SegmentId> {

    static final String LOG_SUFFIX = ".log";
    static final String INDEX_SUFFIX = ".index";
    private static final int DIGITS = 10;
    private static final long SEGMENT_MAX = 9_999_999_999L;

    public SegmentId {
        if (stream <= 0 || stripe < 0 || segment < 0 || segment > SEGMENT_MAX) {
            throw new IllegalArgumentException("not a segment: " + stream + "/" + stripe + "/" + segment);
        }
    }

    /** {@code 0000000007.log} */
    public String logName() {
        return digits() + LOG_SUFFIX;
    }

    /** {@code 0000000007.index} */
    public String indexName() {
        return digits() + INDEX_SUFFIX;
    }

    SegmentId withSegment(long number) {
        return new SegmentId(stream, stripe, number);
    }

    /** The number in a segment's file name, or -1 when it is not the name of a segment. */
    static long numberOf(String fileName) {
        if (fileName.length() != DIGITS + LOG_SUFFIX.length() || !fileName.endsWith(LOG_SUFFIX)) {
            return -1;
        }
        for (int at = 0; at < DIGITS; at++) {
            if (fileName.charAt(at) < '0' || fileName.charAt(at) > '9') {
                return -1;
            }
        }
        return Long.parseLong(fileName.substring(0, DIGITS));
    }

    private String digits() {
        String number = Long.toString(segment);
        return "0".repeat(DIGITS - number.length()) + number;
    }

    @Override
    public int compareTo(SegmentId other) {
        return Long.compare(segment, other.segment);
    }

    @Override
    public String toString() {
        return stream + "/" + stripe + "/" + digits();
    }
}
