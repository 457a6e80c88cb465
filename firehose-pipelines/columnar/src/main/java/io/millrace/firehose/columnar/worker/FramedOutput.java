package io.millrace.firehose.columnar.worker;

import io.millrace.firehose.columnar.protocol.Frames;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The file's bytes as frames. Closing it closes nothing. */
final class FramedOutput extends OutputStream {

    private static final int FRAME_BYTES = 32 * 1024;

    private final DataOutputStream frames;
    private final byte[] gathered = new byte[FRAME_BYTES];
    private int length;

    FramedOutput(DataOutputStream frames) {
        this.frames = frames;
    }

    @Override
    public void write(int b) throws IOException {
        if (length == gathered.length) {
            flush();
        }
        gathered[length++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (count > gathered.length - length) {
            flush();
        }
        if (count >= gathered.length) {
            send(bytes, offset, count);
        } else {
            System.arraycopy(bytes, offset, gathered, length, count);
            length += count;
        }
    }

    @Override
    public void flush() throws IOException {
        if (length > 0) {
            send(gathered, 0, length);
            length = 0;
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    private void send(byte[] bytes, int offset, int count) throws IOException {
        frames.writeByte(Frames.OUTPUT);
        frames.writeInt(count);
        frames.write(bytes, offset, count);
    }
}
