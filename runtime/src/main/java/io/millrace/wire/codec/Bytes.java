package io.millrace.wire.codec;

import java.nio.charset.StandardCharsets;

/** A run of bytes in a body, or beside it where escapes had to be resolved; not a copy. */
public record Bytes(byte[] array, int offset, int length) {

    /** The bytes as UTF-8 text. */
    public String text() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }
}
