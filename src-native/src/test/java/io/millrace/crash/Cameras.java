package io.millrace.crash;

import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.fragment.Heads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Cameras that send video until told to stop, whatever becomes of the server: each to a stream of its own, on one connection after the
 * other.
 */
final class Cameras {

    private static final Duration BETWEEN_FRAGMENTS = Duration.ofMillis(40), AFTER_A_FAILURE = Duration.ofMillis(50);
    private static final int WAIT_MILLIS = 5_000;
    private static final Pattern PERSISTED = Pattern.compile("\"PERSISTED\",\"FragmentTimecode\":(\\d+)");

    private final int port;
    private final List<Camera> cameras;
    private volatile boolean stopped;

    private Cameras(int port, List<Footage> footage) {
        this.port = port;
        this.cameras = IntStream.range(0, footage.size()).mapToObj(camera -> new Camera(camera, footage.get(camera))).toList();
    }

    /** @param footage of each camera */
    static Cameras start(int port, List<Footage> footage) {
        Cameras started = new Cameras(port, footage);
        started.cameras.forEach(camera -> camera.thread.start());
        return started;
    }

    static String stream(int camera) {
        return "camera-" + camera;
    }

    /** Ends all connections regularly. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Camera camera : cameras) {
            camera.thread.join();
        }
    }

    /** The numbers a camera was told to be PERSISTED. */
    Set<Long> persisted(int camera) {
        return cameras.get(camera).persisted;
    }

    /** The first number that a camera has not begun to send. */
    long next(int camera) {
        return cameras.get(camera).next;
    }

    private final class Camera {

        private final int index;
        private final Footage footage;
        private final Set<Long> persisted = ConcurrentHashMap.newKeySet();
        private final Thread thread;
        private volatile long next;

        Camera(int index, Footage footage) {
            this.index = index;
            this.footage = footage;
            this.thread = Thread.ofPlatform().name(stream(index)).daemon().unstarted(this::film);
        }

        private void film() {
            while (!stopped) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setSoTimeout(WAIT_MILLIS);
                    Thread listener = Thread.ofPlatform().daemon().start(() -> listen(socket));
                    send(socket.getOutputStream());
                    listener.join();
                } catch (IOException serverIsGone) {
                    LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private void send(OutputStream out) throws IOException {
            out.write(("POST /putMedia HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nTransfer-Encoding: chunked\r\nx-amzn-stream-name: "
                    + stream(index) + "\r\nx-amzn-fragment-timecode-type: ABSOLUTE\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            chunk(out, footage.start());
            while (!stopped) {
                long number = next++;
                byte[] content = footage.fragment(number);
                chunk(out, Heads.join(ElementWriter.header(ElementId.CLUSTER, number % 2 == 0 ? content.length : -1), content));
                LockSupport.parkNanos(BETWEEN_FRAGMENTS.toNanos());
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }

        private static void chunk(OutputStream out, byte[] bytes) throws IOException {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }

        private void listen(Socket socket) {
            try {
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                for (String line = in.readLine(); line != null && !line.equals("0"); line = in.readLine()) {
                    Matcher told = PERSISTED.matcher(line);
                    if (told.find()) {
                        persisted.add(Long.parseLong(told.group(1)) / 1000);
                    }
                }
            } catch (IOException serverIsGone) {
                LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
            }
        }
    }
}
