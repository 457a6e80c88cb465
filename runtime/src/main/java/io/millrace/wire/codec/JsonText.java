package io.millrace.wire.codec;

/** The rest of a JSON string that is not plain ASCII: escapes are undone in place, UTF-8 is checked. */
final class JsonText {

    private static final int FIRST_HIGH_SURROGATE = 0xD800, FIRST_LOW_SURROGATE = 0xDC00, END_SURROGATES = 0xE000;

    private JsonText() {
    }

    /** Bytes written by an {@link #unescape}. */
    static int lengthAfter(long result) {
        return (int) (result >>> 32);
    }

    /** Bytes consumed by an {@link #unescape}, the closing quote included. */
    static int readBy(long result) {
        return (int) result;
    }

    /**
     * Reads from {@code start}, within a string, to behind the closing quote, and writes the text from {@code start} on: it
     * is never longer than its escaped form. Returns both lengths, see {@link #lengthAfter} and {@link #readBy}.
     */
    static long unescape(byte[] in, int start, int limit) {
        int from = start, to = start;
        while (from < limit) {
            byte c = in[from];
            if (c == '"') {
                return (long) (to - start) << 32 | from + 1 - start;
            }
            if (c == '\\') {
                if (from + 1 >= limit) {
                    break;
                }
                if (in[from + 1] == 'u') {
                    int codePoint = codePoint(in, from, limit);
                    from += codePoint >= Character.MIN_SUPPLEMENTARY_CODE_POINT ? 12 : 6;
                    to = putUtf8(in, to, codePoint);
                } else {
                    in[to++] = single(in[from + 1]);
                    from += 2;
                }
            } else if (c >= 0) {
                if (c < ' ') {
                    throw new MalformedInput("Control character in a string at byte " + from);
                }
                in[to++] = c;
                from++;
            } else {
                int bytes = Utf8.sequence(in, from, limit);
                System.arraycopy(in, from, in, to, bytes);
                from += bytes;
                to += bytes;
            }
        }
        throw new MalformedInput("Unexpected end of input");
    }

    private static byte single(byte escaped) {
        return switch (escaped) {
            case '"', '\\', '/' -> escaped;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw new MalformedInput("Unknown escape in a string");
        };
    }

    private static int codePoint(byte[] in, int at, int limit) {
        int unit = unit(in, at, limit);
        if (unit < FIRST_HIGH_SURROGATE || unit >= END_SURROGATES) {
            return unit;
        }
        int next = at + 6;
        if (unit >= FIRST_LOW_SURROGATE || next + 1 >= limit || in[next] != '\\' || in[next + 1] != 'u') {
            throw new MalformedInput("Half a surrogate pair in a string");
        }
        int low = unit(in, next, limit);
        if (low < FIRST_LOW_SURROGATE || low >= END_SURROGATES) {
            throw new MalformedInput("Half a surrogate pair in a string");
        }
        return Character.toCodePoint((char) unit, (char) low);
    }

    private static int unit(byte[] in, int at, int limit) {
        if (at + 6 > limit) {
            throw new MalformedInput("Unexpected end of input");
        }
        int value = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(in[i], 16);
            if (digit < 0) {
                throw new MalformedInput("Unknown escape in a string");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static int putUtf8(byte[] out, int at, int codePoint) {
        int to = at;
        if (codePoint < 0x80) {
            out[to++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            out[to++] = (byte) (0xC0 | codePoint >> 6);
            out[to++] = (byte) (0x80 | codePoint & 0x3F);
        } else if (codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            out[to++] = (byte) (0xE0 | codePoint >> 12);
            out[to++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            out[to++] = (byte) (0x80 | codePoint & 0x3F);
        } else {
            out[to++] = (byte) (0xF0 | codePoint >> 18);
            out[to++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            out[to++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            out[to++] = (byte) (0x80 | codePoint & 0x3F);
        }
        return to;
    }
}
