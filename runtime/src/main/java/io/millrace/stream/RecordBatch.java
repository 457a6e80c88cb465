package io.millrace.stream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Records of one shard, already in the bytes they are stored as, so that the log's writer copies and never parses.
 * One record is {@code keyLength:u16 flags:u8 dataLength:u32 key data}, little endian; flags are 0 (reserved).
 * Not thread safe while it is filled; treated as immutable once appended.
 */
public final class RecordBatch {

    /** Bytes a record needs beside its key and data. */
    public static final int RECORD_OVERHEAD_BYTES = 7;
    private static final java.lang.invoke.VarHandle SHORT =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final java.lang.invoke.VarHandle INT =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int length;
    private int[] ends = new int[8];
    private int count;

    /** An empty batch with room for about {@code expectedBytes}; it grows as needed. */
    public RecordBatch(int expectedBytes) {
        bytes = new byte[Math.max(64, expectedBytes)];
    }

    /** Adds a record; the bytes are copied. */
    public RecordBatch add(byte[] keyUtf8, ByteBuffer data) {
        int dataLength = data.remaining();
        int at = reserve(keyUtf8, 0, keyUtf8.length, dataLength);
        data.get(data.position(), bytes, at, dataLength);
        return this;
    }

    /**
     * Adds a record whose data the caller writes itself into {@link #array()} at the returned offset, right after this
     * call and before any other.
     */
    public int reserve(byte[] key, int keyOffset, int keyLength, int dataLength) {
        if (keyLength > 0xffff) {
            throw new IllegalArgumentException("partition key too long: " + keyLength);
        }
        int needed = Math.addExact(length, RECORD_OVERHEAD_BYTES + keyLength + dataLength);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, bytes.length * 2L)));
        }
        SHORT.set(bytes, length, (short) keyLength);
        bytes[length + 2] = 0;
        INT.set(bytes, length + 3, dataLength);
        System.arraycopy(key, keyOffset, bytes, length + RECORD_OVERHEAD_BYTES, keyLength);
        length = needed;
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = length;
        return length - dataLength;
    }

    public int count() {
        return count;
    }

    /** Length of the encoded records. */
    public int lengthBytes() {
        return length;
    }

    /** The encoded records, from 0 to {@link #lengthBytes()}; not a copy. */
    public byte[] array() {
        return bytes;
    }

    /** Where record {@code index} ends in {@link #array()}, exclusive. */
    public int end(int index) {
        return ends[index];
    }
}
