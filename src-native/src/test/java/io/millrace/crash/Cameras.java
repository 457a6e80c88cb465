package io.millrace.crash;

import static io.millrace.video.ingest.Matroska.block;
import static io.millrace.video.ingest.Matroska.cluster;
import static io.millrace.video.ingest.Matroska.content;
import static io.millrace.video.ingest.Matroska.head;
import static io.millrace.video.ingest.Matroska.openCluster;

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
 * other. The fragment number {@code n} of a camera has the timecode of n seconds and content that follows from camera and n, so that
 * what is found tells what it should be.
 */
final class Cameras {

    private static final Duration BETWEEN_FRAGMENTS = Duration.ofMillis(40), AFTER_A_FAILURE = Duration.ofMillis(50);
    private static final int FRAME_BYTES = 6_000, WAIT_MILLIS = 5_000;
    private static final Pattern PERSISTED = Pattern.compile("\"PERSISTED\",\"FragmentTimecode\":(\\d+)");

    private final int port;
    private final List<Camera> cameras;
    private volatile boolean stopped;

    private Cameras(int port, int count) {
        this.port = port;
        this.cameras = IntStream.range(0, count).mapToObj(Camera::new).toList();
    }

    static Cameras start(int port, int count) {
        Cameras started = new Cameras(port, count);
        started.cameras.forEach(camera -> camera.thread.start());
        return started;
    }

    static String stream(int camera) {
        return "camera-" + camera;
    }

    /** A fragment's bytes: two frames, told apart by camera and number. */
    static byte[] expected(int camera, long number) {
        return content(number * 1000, frames(camera, number));
    }

    private static byte[][] frames(int camera, long number) {
        int size = FRAME_BYTES + (int) (camera * 31 + number * 17 % 500);
        return new byte[][] {block(1, (int) (number % 400), size), block(1, 500 + camera, size)};
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
        private final Set<Long> persisted = ConcurrentHashMap.newKeySet();
        private final Thread thread;
        private volatile long next;

        Camera(int index) {
            this.index = index;
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
            chunk(out, head(1));
            while (!stopped) {
                long number = next++;
                byte[][] frames = frames(index, number);
                chunk(out, number % 2 == 0 ? cluster(number * 1000, frames) : openCluster(number * 1000, frames));
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
