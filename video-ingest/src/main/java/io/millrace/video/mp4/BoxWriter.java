package io.millrace.video.mp4;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes MP4 boxes, whose lengths are known only when they end: 32-bit size, four letters, content (ISO/IEC 14496-12, 4.2). */
final class BoxWriter {

    private static final int DEPTH_MAX = 16;

    private byte[] bytes = new byte[1024];
    private int length;
    private final int[] starts = new int[DEPTH_MAX];
    private int depth;

    BoxWriter begin(String type) {
        starts[depth++] = length;
        return u32(0).text(type);
    }

    BoxWriter beginFull(String type, int version, int flags) {
        return begin(type).u8(version).u24(flags);
    }

    BoxWriter end() {
        int start = starts[--depth];
        return patch(start, length - start);
    }

    int length() {
        return length;
    }

    BoxWriter u8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    BoxWriter u16(int value) {
        return u8(value >> 8).u8(value);
    }

    BoxWriter u24(int value) {
        return u8(value >> 16).u16(value);
    }

    BoxWriter u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    BoxWriter u64(long value) {
        return u32(value >> 32).u32(value);
    }

    BoxWriter text(String latin) {
        return put(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    BoxWriter put(byte[] content) {
        reserve(content.length);
        System.arraycopy(content, 0, bytes, length, content.length);
        length += content.length;
        return this;
    }

    BoxWriter zeros(int count) {
        reserve(count);
        length += count;
        return this;
    }

    /** The identity transformation of a picture (ISO/IEC 14496-12, 6.2.2). */
    BoxWriter unityMatrix() {
        return u32(0x10000).zeros(12).u32(0x10000).zeros(12).u32(0x40000000L);
    }

    /** Overwrites a 32-bit number written before. */
    BoxWriter patch(int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
        return this;
    }

    byte[] toBytes() {
        if (depth != 0) {
            throw new IllegalStateException(depth + " boxes are not ended");
        }
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int count) {
        int needed = Math.addExact(length, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
    }
}
