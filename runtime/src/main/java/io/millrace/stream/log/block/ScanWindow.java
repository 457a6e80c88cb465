package io.millrace.stream.log.block;

import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A buffer that slides over a file, forward. One thread. */
final class ScanWindow {

    private static final int BYTES = 1024 * 1024;
    private final DiskFile file;
    private final long limit;
    private ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long start;

    /** @param limit nothing at or behind this offset is read; not past the end of the file */
    ScanWindow(DiskFile file, long limit) {
        this.file = file;
        this.limit = limit;
        buffer.limit(0);
    }

    /** Brings {@code length} bytes from {@code offset} into the buffer; returns where they are, or -1 past the limit. */
    int at(long offset, int length) throws IOException {
        if (offset + length > limit) {
            return -1;
        }
        if (offset < start || offset + length > start + buffer.limit()) {
            if (length > buffer.capacity()) {
                buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            }
            buffer.clear().limit((int) Math.min(buffer.capacity(), limit - offset));
            int read = file.read(buffer, offset);
            buffer.flip().limit(read);
            start = offset;
            if (read < length) {
                return -1;
            }
        }
        return (int) (offset - start);
    }

    ByteBuffer buffer() {
        return buffer;
    }

    /** The first place from {@code offset} on where a block's magic stands, or the limit. */
    long findMagic(long offset) throws IOException {
        long from = offset;
        while (from + BlockHeader.BYTES <= limit) {
            int at = at(from, BlockHeader.BYTES);
            if (at < 0) {
                return limit;
            }
            int last = buffer.limit() - Integer.BYTES;
            for (int candidate = at; candidate <= last; candidate++) {
                if (buffer.getInt(candidate) == BlockHeader.MAGIC) {
                    return start + candidate;
                }
            }
            from = start + last + 1;
        }
        return limit;
    }
}
