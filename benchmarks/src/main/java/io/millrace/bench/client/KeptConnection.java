package io.millrace.bench.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One HTTP/1.1 connection that is kept: requests one after the other, replies of a told length. Costs little; one thread. */
final class KeptConnection implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 * 1024;

    private final String host;
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;

    KeptConnection(URI server) throws IOException {
        host = server.getAuthority();
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = socket.getInputStream();
    }

    /** The body of a reply, which must be a good one. */
    String get(String target) throws IOException {
        return text(begin("GET", target, ""));
    }

    /** The same, of a request with a body. */
    String post(String target, String body) throws IOException {
        return text(begin("POST", target, body));
    }

    /** Reads a reply's body and forgets it; gives its length. */
    long skip(String target) throws IOException {
        int length = begin("GET", target, "");
        for (int rest = length; rest > 0;) {
            fill();
            int taken = Math.min(rest, end - at);
            at += taken;
            rest -= taken;
        }
        return length;
    }

    private int begin(String method, String target, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = (method + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + content.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, request, head.length, content.length);
        out.write(request);
        String status = line();
        int length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            length = header.startsWith("content-length:") ? Integer.parseInt(header.substring(15).strip()) : length;
        }
        if (length < 0 || !status.startsWith("HTTP/1.1 200")) {
            throw new IllegalStateException(target + " is answered " + status + " with " + length + " bytes");
        }
        return length;
    }

    private String text(int length) throws IOException {
        byte[] text = new byte[length];
        for (int got = 0; got < length;) {
            fill();
            int taken = Math.min(length - got, end - at);
            System.arraycopy(buffer, at, text, got, taken);
            at += taken;
            got += taken;
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            fill();
            char next = (char) (buffer[at++] & 0xff);
            if (next == '\n') {
                return line.toString().stripTrailing();
            }
            line.append(next);
        }
    }

    private void fill() throws IOException {
        if (at == end) {
            at = 0;
            end = in.read(buffer);
            if (end < 0) {
                throw new EOFException("the server ended the connection");
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
