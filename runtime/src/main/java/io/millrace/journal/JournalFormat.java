package io.millrace.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The bytes of a journal file, little endian.
 * <pre>
 * file header, 40 bytes     magic u64 "MILLJRNL" | version u32 | kind u32 | nonce u64 | generation u64 | zero u32 | CRC32C u32
 * frame header, 32 bytes    length u32 | type u32 | own offset u64 | durable before u64 | zero u32 | CRC32C u32
 * payload                   length bytes
 * </pre>
 * A frame's CRC32C covers the file's nonce, the frame header without the CRC, and the payload: the bytes of a frame inside
 * another's payload, or left from another file, are no frame. {@code durable before} is the end of what was forced when the
 * frame was written: a bad frame below a later frame's mark is damage, otherwise it is the torn tail.
 */
final class JournalFormat {

    static final long MAGIC = 0x4C4E524A4C4C494DL;
    static final int VERSION = 1;
    static final int FILE_HEADER_BYTES = 40;
    static final int FRAME_HEADER_BYTES = 32;
    static final int FRAME_BYTES_MAX = 8 * 1024 * 1024;
    private static final int CRC_AT = 28, FILE_CRC_AT = 36;

    private JournalFormat() {
    }

    static ByteBuffer fileHeader(int kind, long nonce, long generation) {
        ByteBuffer header = allocate(FILE_HEADER_BYTES);
        header.putLong(MAGIC).putInt(VERSION).putInt(kind).putLong(nonce).putLong(generation).putInt(0);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, FILE_CRC_AT);
        return header.putInt((int) crc.getValue()).flip();
    }

    /** Whether the buffer, from 0, is a whole file header with a right CRC; version and kind are the caller's to check. */
    static boolean isFileHeader(ByteBuffer header) {
        if (header.remaining() < FILE_HEADER_BYTES || header.getLong(0) != MAGIC) {
            return false;
        }
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, FILE_CRC_AT);
        return header.getInt(FILE_CRC_AT) == (int) crc.getValue();
    }

    static void putFrame(ByteBuffer target, long nonce, int type, byte[] payload, long offset, long durableBefore) {
        int start = target.position();
        target.putInt(payload.length).putInt(type).putLong(offset).putLong(durableBefore).putInt(0);
        CRC32C crc = seeded(nonce);
        crc.update(target.array(), start, CRC_AT);
        crc.update(payload, 0, payload.length);
        target.putInt((int) crc.getValue()).put(payload);
    }

    /** Whether the bytes from {@code at} are a whole frame that belongs at {@code offset} of the file with that nonce. */
    static boolean isFrame(ByteBuffer bytes, int at, long nonce, long offset) {
        if (bytes.limit() - at < FRAME_HEADER_BYTES) {
            return false;
        }
        int length = bytes.getInt(at);
        if (length < 0 || length > FRAME_BYTES_MAX || bytes.getLong(at + 8) != offset || bytes.limit() - at - FRAME_HEADER_BYTES < length) {
            return false;
        }
        CRC32C crc = seeded(nonce);
        crc.update(bytes.array(), at, CRC_AT);
        crc.update(bytes.array(), at + FRAME_HEADER_BYTES, length);
        return bytes.getInt(at + CRC_AT) == (int) crc.getValue();
    }

    static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static CRC32C seeded(long nonce) {
        CRC32C crc = new CRC32C();
        crc.update(allocate(8).putLong(nonce).flip());
        return crc;
    }
}
