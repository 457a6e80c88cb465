package io.millrace.video.body;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A producer on a bare socket: sends what a test says as it says, and reads acknowledgements meanwhile. */
final class Producer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int EAR_BYTES = 4096;
    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    Producer(int port, String target, String... headers) throws IOException {
        this(new Socket("127.0.0.1", port), target, headers);
    }

    private Producer(Socket connected, String target, String... headers) throws IOException {
        socket = connected;
        socket.setSoTimeout(PATIENCE_MILLIS);
        out = socket.getOutputStream();
        InputStream raw = socket.getInputStream();
        in = new BufferedReader(new InputStreamReader(raw, StandardCharsets.ISO_8859_1));
        StringBuilder head = new StringBuilder("POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort() + "\r\nTransfer-Encoding: chunked\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** To a stream, with absolute timecodes. */
    static Producer absolute(int port, String stream) throws IOException {
        return absolute(new Socket("127.0.0.1", port), stream);
    }

    /** Likewise, with little room for what it does not read. */
    static Producer withSmallEar(int port, String stream) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(EAR_BYTES);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return absolute(socket, stream);
    }

    private static Producer absolute(Socket connected, String stream) throws IOException {
        return new Producer(connected, "/putMedia", "x-amzn-stream-name: " + stream, "x-amzn-fragment-timecode-type: ABSOLUTE");
    }

    /** Sends bytes in chunks of the size. */
    Producer send(byte[] bytes, int chunkBytes) throws IOException {
        try {
            for (int at = 0; at < bytes.length; at += chunkBytes) {
                int length = Math.min(chunkBytes, bytes.length - at);
                out.write((HexFormat.of().toHexDigits(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                out.write(bytes, at, length);
                out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException closedByServer) {
            return this;
        }
        return this;
    }

    Producer send(byte[] bytes) throws IOException {
        return send(bytes, 16 * 1024);
    }

    /** Ends the body regularly. */
    Producer end() throws IOException {
        try {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        } catch (SocketException closedByServer) {
            return this;
        }
        return this;
    }

    /** The status line and headers. */
    List<String> replyHead() throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.add(line);
        }
        return head;
    }

    /** The next acknowledgement; null at the zero chunk. After {@link #replyHead}. */
    String ack() throws IOException {
        int length = Integer.parseInt(in.readLine(), 16);
        char[] chunk = new char[length];
        for (int read = 0; read < length;) {
            read += in.read(chunk, read, length - read);
        }
        in.readLine();
        return length == 0 ? null : new String(chunk);
    }

    /** All acknowledgements up to the zero chunk, with the head before them. */
    List<String> acks() throws IOException {
        List<String> head = replyHead();
        if (!head.getFirst().equals("HTTP/1.1 200 OK")) {
            throw new IOException("not acknowledged: " + head);
        }
        List<String> acks = new ArrayList<>();
        for (String ack = ack(); ack != null; ack = ack()) {
            acks.addAll(List.of(ack.split("(?<=\n)")));
        }
        return acks;
    }

    /** Whether the server has closed the connection, or does within our patience. */
    boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Everything up to a length; of a reply that is not chunked. */
    String body(int length) throws IOException {
        char[] body = new char[length];
        int read = in.read(body);
        return new String(body, 0, Math.max(0, read));
    }

    /** Ends the connection as a power cut of the camera does. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
