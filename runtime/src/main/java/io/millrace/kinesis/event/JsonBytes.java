package io.millrace.kinesis.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** An array of known length that is filled with JSON from its start. Buffers given to it are not moved. */
final class JsonBytes {

    private static final byte[] BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(UTF_8);
    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);
    private static final int ESCAPED_CONTROL_LENGTH = 6;

    private final byte[] bytes;
    private int at;

    JsonBytes(int length) {
        bytes = new byte[length];
    }

    /** The array; it must have been filled exactly. */
    byte[] array() {
        if (at != bytes.length) {
            throw new IllegalStateException("wrote " + at + " of " + bytes.length + " bytes");
        }
        return bytes;
    }

    void put(byte single) {
        bytes[at++] = single;
    }

    void put(byte[] source) {
        System.arraycopy(source, 0, bytes, at, source.length);
        at += source.length;
    }

    /** A JSON string of the text with its quotes. */
    static String quoted(String text) {
        ByteBuffer utf8 = ByteBuffer.wrap(text.getBytes(UTF_8));
        JsonBytes out = new JsonBytes(Math.toIntExact(escapedLength(utf8)) + 2);
        out.put((byte) '"');
        out.putEscaped(utf8);
        out.put((byte) '"');
        return new String(out.array(), UTF_8);
    }

    static long escapedLength(ByteBuffer utf8) {
        long length = 0;
        for (int i = utf8.position(); i < utf8.limit(); i++) {
            byte c = utf8.get(i);
            length += c == '"' || c == '\\' ? 2 : c >= 0 && c < ' ' ? ESCAPED_CONTROL_LENGTH : 1;
        }
        return length;
    }

    /** The text between a JSON string's quotes; UTF-8 beyond ASCII stays as it is. */
    void putEscaped(ByteBuffer utf8) {
        for (int i = utf8.position(); i < utf8.limit(); i++) {
            byte c = utf8.get(i);
            if (c == '"' || c == '\\') {
                put((byte) '\\');
                put(c);
            } else if (c >= 0 && c < ' ') {
                put((byte) '\\');
                put((byte) 'u');
                put((byte) '0');
                put((byte) '0');
                put(HEX[c >> 4]);
                put(HEX[c & 0xf]);
            } else {
                put(c);
            }
        }
    }

    static long base64Length(int length) {
        return (length + 2L) / 3 * 4;
    }

    /** The data in base64 (RFC 4648, section 4) with padding. */
    void putBase64(ByteBuffer data) {
        int from = data.position();
        int whole = from + data.remaining() / 3 * 3;
        int to = at;
        for (int i = from; i < whole; i += 3) {
            int bits = (data.get(i) & 0xff) << 16 | (data.get(i + 1) & 0xff) << 8 | data.get(i + 2) & 0xff;
            bytes[to] = BASE64[bits >>> 18];
            bytes[to + 1] = BASE64[bits >>> 12 & 0x3f];
            bytes[to + 2] = BASE64[bits >>> 6 & 0x3f];
            bytes[to + 3] = BASE64[bits & 0x3f];
            to += 4;
        }
        at = to;
        int rest = data.limit() - whole;
        if (rest > 0) {
            int bits = (data.get(whole) & 0xff) << 16 | (rest == 2 ? (data.get(whole + 1) & 0xff) << 8 : 0);
            put(BASE64[bits >>> 18]);
            put(BASE64[bits >>> 12 & 0x3f]);
            put(rest == 2 ? BASE64[bits >>> 6 & 0x3f] : (byte) '=');
            put((byte) '=');
        }
    }

    static int decimalLength(long value) {
        int length = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            length++;
        }
        return length;
    }

    /** A number that is not negative. */
    void putDecimal(long value) {
        int length = decimalLength(value);
        long rest = value;
        for (int i = at + length - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += length;
    }

    /** A number that is not negative, with leading zeros. */
    void putPadded(int value, int digits) {
        int rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += digits;
    }
}
