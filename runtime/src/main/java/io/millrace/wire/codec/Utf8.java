package io.millrace.wire.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whether bytes are well-formed UTF-8, and how long the text is. */
public final class Utf8 {

    private Utf8() {
    }

    static boolean isValid(Bytes bytes) {
        for (int i = bytes.offset(); i < bytes.offset() + bytes.length(); i++) {
            if (bytes.array()[i] < 0) {
                try {
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length()));
                    return true;
                } catch (CharacterCodingException e) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Number of Unicode code points in valid UTF-8. */
    public static int characters(Bytes bytes) {
        int count = 0;
        for (int i = bytes.offset(); i < bytes.offset() + bytes.length(); i++) {
            if ((bytes.array()[i] & 0xc0) != 0x80) {
                count++;
            }
        }
        return count;
    }
}
