package io.millrace.wire.codec;

/** The grammar of JSON numbers (RFC 8259, section 6), and the bound of the exponent. */
final class JsonNumbers {

    /** More would make arithmetic with the number slow. */
    private static final int EXPONENT_DIGITS_MAX = 3;

    private JsonNumbers() {
    }

    static boolean isNumber(byte[] bytes, int from, int to) {
        int at = from < to && bytes[from] == '-' ? from + 1 : from;
        int integer = digits(bytes, at, to);
        if (integer == at || bytes[at] == '0' && integer > at + 1) {
            return false;
        }
        at = integer;
        if (at < to && bytes[at] == '.') {
            int fraction = digits(bytes, at + 1, to);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < to && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
                at++;
            }
            int exponent = digits(bytes, at, to);
            if (exponent == at || exponent - at > EXPONENT_DIGITS_MAX) {
                return false;
            }
            at = exponent;
        }
        return at == to;
    }

    private static int digits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }
}
