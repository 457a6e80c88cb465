package io.millrace.bench.client;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Collects one HTTP/1.1 reply with a Content-Length; other framings are refused. For one connection without pipelining. */
final class ReplyReader {

    private static final int CAPACITY_START = 256 * 1024, REPLY_BYTES_MAX = 64 * 1024 * 1024;
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final String LENGTH_HEADER = "\r\ncontent-length:";
    /** Where the status code stands in {@code HTTP/1.1 200 OK}. */
    private static final int STATUS_START = 9, STATUS_END = 12;

    private ByteBuffer received = ByteBuffer.allocate(CAPACITY_START);
    private int bodyStart = -1;
    private int bodyEnd;
    private int status;

    /** Reads what is there. Returns whether the reply is whole. */
    boolean readFrom(ReadableByteChannel channel) throws IOException {
        if (!received.hasRemaining()) {
            grow();
        }
        if (channel.read(received) < 0) {
            throw new EOFException("the server closed the connection within a reply");
        }
        if (bodyStart < 0) {
            readHead();
        }
        if (bodyStart >= 0 && received.position() > bodyEnd) {
            throw new IOException("the server sent more than one reply");
        }
        return bodyStart >= 0 && received.position() == bodyEnd;
    }

    int status() {
        return status;
    }

    /** The whole reply's body, valid until {@link #clear}. */
    ByteBuffer body() {
        return ByteBuffer.wrap(received.array(), bodyStart, bodyEnd - bodyStart);
    }

    void clear() {
        received.clear();
        bodyStart = -1;
    }

    private void readHead() throws IOException {
        int headEnd = Bytes.indexOf(received.array(), 0, received.position(), HEAD_END);
        if (headEnd < 0) {
            return;
        }
        String head = new String(received.array(), 0, headEnd, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT) + "\r\n";
        status = Integer.parseInt(head.substring(STATUS_START, STATUS_END));
        int length = head.indexOf(LENGTH_HEADER);
        if (length < 0) {
            throw new IOException("a reply without Content-Length: " + head);
        }
        int valueStart = length + LENGTH_HEADER.length();
        bodyStart = headEnd + HEAD_END.length;
        bodyEnd = bodyStart + Integer.parseInt(head.substring(valueStart, head.indexOf("\r\n", valueStart)).strip());
        if (bodyEnd > REPLY_BYTES_MAX) {
            throw new IOException("a reply of " + bodyEnd + " bytes");
        }
    }

    private void grow() throws IOException {
        if (received.capacity() >= REPLY_BYTES_MAX) {
            throw new IOException("a reply of more than " + REPLY_BYTES_MAX + " bytes");
        }
        int filled = received.position();
        received = ByteBuffer.wrap(Arrays.copyOf(received.array(), Math.max(received.capacity() * 2, Math.min(bodyEnd, REPLY_BYTES_MAX))));
        received.position(filled);
    }
}
