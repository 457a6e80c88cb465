package io.millrace.wire.codec;

/** Checks UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {

    private Utf8() {
    }

    /** The length of the well-formed sequence at {@code at}, which is not ASCII. */
    static int sequence(byte[] in, int at, int limit) {
        int lead = in[at] & 0xFF;
        int bytes = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (bytes == 0 || at + bytes > limit) {
            throw malformed(at);
        }
        int second = in[at + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            throw malformed(at);
        }
        for (int i = at + 2; i < at + bytes; i++) {
            if ((in[i] & 0xC0) != 0x80) {
                throw malformed(at);
            }
        }
        return bytes;
    }

    /** Throws {@link MalformedInput} unless the slice is well formed. */
    static void check(byte[] in, int from, int to) {
        int at = from;
        while (at < to) {
            at += in[at] >= 0 ? 1 : sequence(in, at, to);
        }
    }

    /** How many UTF-16 units, which is what the services count, the well-formed slice has. */
    public static int characters(byte[] utf8, int offset, int length) {
        int characters = 0;
        for (int i = offset; i < offset + length; i++) {
            int lead = utf8[i] & 0xFF;
            characters += lead >= 0xF0 ? 2 : (lead & 0xC0) == 0x80 ? 0 : 1;
        }
        return characters;
    }

    private static MalformedInput malformed(int at) {
        return new MalformedInput("Invalid UTF-8 at byte " + at);
    }
}
