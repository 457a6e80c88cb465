package io.millrace.wire.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Resolves the escapes of a JSON string into UTF-8 bytes of their own. */
final class JsonEscapes {

    private static final String ESCAPED = "\"\\/bfnrt", MEANING = "\"\\/\b\f\n\r\t";

    private JsonEscapes() {
    }

    /** Reads the string that begins at {@code start} (behind the quote) and leaves the reader behind its closing quote. */
    static Bytes resolve(JsonReader reader, int start) {
        byte[] in = reader.bytes();
        int limit = reader.limit();
        byte[] out = new byte[Math.max(16, Math.min(256, limit - start))];
        int length = 0;
        int at = start;
        while (at < limit) {
            byte b = in[at];
            if (b == '"') {
                reader.moveTo(at + 1);
                Bytes result = new Bytes(out, 0, length);
                if (!Utf8.isValid(result)) {
                    throw new MalformedBody("a string is not UTF-8 at byte " + at);
                }
                return result;
            }
            if (b >= 0 && b < ' ') {
                throw new MalformedBody("a control character in a string at byte " + at);
            }
            if (out.length - length < 4) {
                out = Arrays.copyOf(out, out.length * 2);
            }
            if (b != '\\') {
                out[length++] = b;
                at++;
                continue;
            }
            int next = at + 1 < limit ? in[at + 1] : -1;
            if (next == 'u') {
                int code = unit(in, at + 2, limit);
                at += 6;
                if (Character.isHighSurrogate((char) code) && at + 1 < limit && in[at] == '\\' && in[at + 1] == 'u') {
                    int low = unit(in, at + 2, limit);
                    if (Character.isLowSurrogate((char) low)) {
                        code = Character.toCodePoint((char) code, (char) low);
                        at += 6;
                    }
                }
                if (code <= 0xffff && Character.isSurrogate((char) code)) {
                    throw new MalformedBody("half a surrogate pair at byte " + at);
                }
                byte[] utf8 = Character.toString(code).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(utf8, 0, out, length, utf8.length);
                length += utf8.length;
            } else {
                int which = ESCAPED.indexOf(next);
                if (which < 0) {
                    throw new MalformedBody("an unknown escape at byte " + at);
                }
                out[length++] = (byte) MEANING.charAt(which);
                at += 2;
            }
        }
        throw new MalformedBody("a string does not end at byte " + at);
    }

    private static int unit(byte[] in, int at, int limit) {
        if (limit - at < 4) {
            throw new MalformedBody("an escape is cut off at byte " + at);
        }
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = in[i] < 0 ? -1 : Character.digit(in[i], 16);
            if (digit < 0) {
                throw new MalformedBody("not a hex digit at byte " + i);
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
