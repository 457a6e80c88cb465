package io.millrace.stream.log.block;

import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Lays bytes end to end in a buffer outside the heap and writes them in one go. One thread at a time. */
final class StagedOutput {

    private final int bytes;
    /** Made with the first commit: an idle server needs none. */
    private ByteBuffer buffer;
    private DiskFile file;
    private long offset;

    StagedOutput(int bytes) {
        this.bytes = bytes;
    }

    void begin(DiskFile target, long at) {
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(bytes);
        }
        buffer.clear();
        file = target;
        offset = at;
    }

    void put(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            int length = Math.min(to - at, buffer.remaining());
            buffer.put(bytes, at, length);
            at += length;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    void flush() throws IOException {
        buffer.flip();
        int length = buffer.remaining();
        if (length > 0) {
            file.write(buffer, offset);
        }
        offset += length;
        buffer.clear();
    }
}
