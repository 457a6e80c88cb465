package io.millrace.wire.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** An array that grows while a reply is written. */
public final class ReplyBytes {

    private static final int CAPACITY_MIN = 64;

    private byte[] bytes;
    private int length;

    public ReplyBytes(int expectedBytes) {
        bytes = new byte[Math.max(CAPACITY_MIN, expectedBytes)];
    }

    /** What was written, from 0 to {@link #length}; not a copy. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    void put(int single) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = (byte) single;
    }

    void put(byte[] source, int offset, int count) {
        int to = reserve(count);
        System.arraycopy(source, offset, bytes, to, count);
    }

    void put(ByteBuffer source) {
        int count = source.remaining();
        int to = reserve(count);
        source.get(source.position(), bytes, to, count);
    }

    /** Room for so many bytes, which the caller writes itself; returns where. */
    int reserve(int count) {
        if (count > bytes.length - length) {
            grow(count);
        }
        int start = length;
        length += count;
        return start;
    }

    private void grow(int count) {
        long needed = (long) length + count;
        bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(needed, Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8L))));
    }
}
