package io.millrace.wire.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A growing run of bytes. */
final class Output {

    private byte[] bytes;
    private int length;

    Output(int expected) {
        bytes = new byte[Math.max(64, expected)];
    }

    /** Makes room for {@code more} bytes and returns the array; write from {@link #length} on, then {@link #advance}. */
    byte[] room(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, bytes.length * 2L)));
        }
        return bytes;
    }

    int length() {
        return length;
    }

    void advance(int by) {
        length += by;
    }

    void put(int value) {
        room(1)[length++] = (byte) value;
    }

    void put(ByteBuffer source) {
        int count = source.remaining();
        source.get(source.position(), room(count), length, count);
        length += count;
    }

    @SuppressWarnings("deprecation")
    void ascii(String text) {
        int count = text.length();
        text.getBytes(0, count, room(count), length);
        length += count;
    }

    Bytes written() {
        return new Bytes(bytes, 0, length);
    }
}
