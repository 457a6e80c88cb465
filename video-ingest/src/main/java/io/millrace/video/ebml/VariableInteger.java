package io.millrace.video.ebml;

/** EBML's integers of variable length: the number of leading zero bits of the first byte tells how many bytes follow it. */
public final class VariableInteger {

    private VariableInteger() {
    }

    /** How many bytes an integer has that begins with this one: 1 to 8, or 9 when none can. */
    public static int length(byte first) {
        return Integer.numberOfLeadingZeros(first & 0xff) - 24 + 1;
    }

    static long withMarker(byte[] bytes, int from, int length) {
        long value = 0;
        for (int index = 0; index < length; index++) {
            value = value << 8 | bytes[from + index] & 0xff;
        }
        return value;
    }

    /** The value without its length marker; -1 when all its bits are set, which says "unknown". */
    public static long value(byte[] bytes, int from, int length) {
        long mask = (1L << 7 * length) - 1;
        long value = withMarker(bytes, from, length) & mask;
        return value == mask ? -1 : value;
    }
}
