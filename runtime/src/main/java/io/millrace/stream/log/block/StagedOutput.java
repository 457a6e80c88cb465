package io.millrace.stream.log.block;

import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Lays bytes end to end in a buffer outside the heap and writes them in one go. One thread at a time. */
final class StagedOutput {

    private static final int FIRST_BYTES = 64 * 1024;

    private final int bytesMax;
    /** Made with the first commit and grown with larger ones: its zeroing is most of what a server's first commit takes. */
    private ByteBuffer buffer;
    private DiskFile file;
    private long offset;

    StagedOutput(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    void begin(DiskFile target, long at) {
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(Math.min(FIRST_BYTES, bytesMax));
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
            if (!buffer.hasRemaining() && !grow()) {
                flush();
            }
        }
    }

    private boolean grow() {
        if (buffer.capacity() == bytesMax) {
            return false;
        }
        buffer = ByteBuffer.allocateDirect((int) Math.min(4L * buffer.capacity(), bytesMax)).put(buffer.flip());
        return true;
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
