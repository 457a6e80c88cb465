package io.millrace.delivery;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Stands before a store and lets a request through only now and then: else it refuses it, never answers, drops the connection before the
 * store has all of the request or after it took it, or tells half of the store's answer. A connection serves one request.
 */
final class MoodyStore implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)\\r?$");
    private static final int GOOD_OF_TEN = 4;

    /** What becomes of a request that is not let through. */
    enum Mood {
        FORBIDDEN, TOO_MANY, BROKEN, SLOW_DOWN, HANGS, DROPS_THE_REQUEST, CUTS_THE_REQUEST, HALF_AN_ANSWER, ANSWER_LOST, NONE
    }

    private final InetSocketAddress store;
    private final ServerSocket server;
    private final SplittableRandom random;
    private final Map<Mood, Integer> met = new EnumMap<>(Mood.class);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private int turn;
    private volatile boolean good;

    MoodyStore(InetSocketAddress store, long seed) throws IOException {
        this.store = store;
        this.random = new SplittableRandom(seed);
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("moody-store").start(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** From now on everything is let through. */
    void beGood() {
        good = true;
    }

    /** How many requests met which mood. */
    synchronized Map<Mood, Integer> met() {
        return new EnumMap<>(met);
    }

    private synchronized Mood mood() {
        Mood[] moods = Mood.values();
        // in turn, so that a short run meets them all
        Mood mood = good || random.nextInt(10) < GOOD_OF_TEN ? Mood.NONE : moods[turn++ % (moods.length - 1)];
        met.merge(mood, 1, Integer::sum);
        return mood;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofPlatform().daemon().name("moody-store-connection").start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            String head = head(in);
            Mood mood = mood();
            if (mood == Mood.DROPS_THE_REQUEST) {
                return;
            }
            Matcher length = LENGTH.matcher(head);
            byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            OutputStream out = socket.getOutputStream();
            switch (mood) {
                case FORBIDDEN -> refuse(out, 403, "AccessDenied");
                case TOO_MANY -> refuse(out, 429, "TooManyRequests");
                case BROKEN -> refuse(out, 500, "InternalError");
                case SLOW_DOWN -> refuse(out, 503, "SlowDown");
                case HANGS -> in.transferTo(OutputStream.nullOutputStream());
                case CUTS_THE_REQUEST -> send(head, Arrays.copyOf(body, body.length / 2));
                case HALF_AN_ANSWER -> {
                    byte[] answer = ask(head, body);
                    out.write(answer, 0, answer.length / 2);
                }
                case ANSWER_LOST -> ask(head, body);
                case NONE -> out.write(ask(head, body));
                case DROPS_THE_REQUEST -> throw new IllegalStateException("handled above");
            }
        } catch (IOException theirs) {
            // the server was killed, or gave up waiting: as a store sees it
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ending = 0;
        while (ending < 4) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
            ending = next == (ending % 2 == 0 ? '\r' : '\n') ? ending + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(ISO_8859_1);
    }

    private static void refuse(OutputStream out, int status, String code) throws IOException {
        String error = "<Error><Code>" + code + "</Code><Message>in no mood</Message></Error>";
        out.write(("HTTP/1.1 " + status + " No\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: " + error.length() + "\r\n\r\n"
                + error).getBytes(ISO_8859_1));
    }

    /** The store's whole answer. */
    private byte[] ask(String head, byte[] body) throws IOException {
        try (Socket socket = new Socket()) {
            forward(socket, head, body);
            return socket.getInputStream().readAllBytes();
        }
    }

    /** So much, and then the connection ends. */
    private void send(String head, byte[] body) throws IOException {
        try (Socket socket = new Socket()) {
            forward(socket, head, body);
        }
    }

    private void forward(Socket socket, String head, byte[] body) throws IOException {
        socket.connect(store);
        String once = head.replaceFirst("(?im)^connection:.*\\r\\n", "").replaceFirst("\\r\\n\\r\\n$", "\r\nConnection: close\r\n\r\n");
        socket.getOutputStream().write(once.getBytes(ISO_8859_1));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
