package io.millrace.bench.client;

import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** A live player of HLS without a screen: its own session, its playlist every second, every segment once, on the thread that runs it. */
public final class HlsViewer implements Runnable {

    private static final Pattern URL = Pattern.compile("\"HLSStreamingSessionURL\":\"([^\"]+)\"");
    private static final String HLS = "/hls/v1/";
    private static final long REFRESH_NANOS = 1_000_000_000L, LATENCY_NANOS_MAX = 60_000_000_000L;

    private final URI server;
    private final String stream;
    private final long endNanos;
    private final LongAdder bytes;
    private final Histogram latency = new Histogram(LATENCY_NANOS_MAX, 3);
    private final Set<String> seen = new HashSet<>();
    private int missed;

    /**
     * @param endNanos when it goes, by {@link System#nanoTime}
     * @param bytes    counts those of segments
     */
    public HlsViewer(URI server, String stream, long endNanos, LongAdder bytes) {
        this.server = server;
        this.stream = stream;
        this.endNanos = endNanos;
        this.bytes = bytes;
    }

    /** Of whole segments, in nanoseconds; once it has run. */
    public Histogram latency() {
        return latency;
    }

    /** Segments that had left the playlist before it asked for them; once it has run. */
    public int missed() {
        return missed;
    }

    @Override
    public void run() {
        try (KeptConnection connection = new KeptConnection(server)) {
            String master = session(connection, server, stream);
            String playlist = HLS + connection.get(master).lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
            for (long due = System.nanoTime(); due - endNanos < 0; due += REFRESH_NANOS) {
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                take(connection, connection.get(playlist));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fetches the segments of a live stream's playlist over and over, as fast as they come, until a time; gives their bytes. */
    public static long fetchAgain(URI server, String stream, long endNanos) {
        long bytes = 0;
        try (KeptConnection connection = new KeptConnection(server)) {
            String playlist = HLS + connection.get(session(connection, server, stream)).lines().filter(line -> !line.startsWith("#")).findFirst()
                    .orElseThrow();
            while (System.nanoTime() - endNanos < 0) {
                for (String segment : segments(connection.get(playlist))) {
                    bytes += connection.skip(HLS + segment);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes;
    }

    /** The path of a new session's master playlist. */
    private static String session(KeptConnection connection, URI server, String stream) throws IOException {
        Matcher url = URL.matcher(connection.post("/getHLSStreamingSessionURL", "{\"StreamName\":\"" + stream + "\"}"));
        if (!url.find()) {
            throw new IllegalStateException("no session");
        }
        return url.group(1).substring(server.toString().length());
    }

    private static List<String> segments(String playlist) {
        return playlist.lines().filter(line -> !line.startsWith("#")).toList();
    }

    private void take(KeptConnection connection, String playlist) throws IOException {
        List<String> segments = segments(playlist);
        boolean isContinued = seen.isEmpty() || segments.stream().anyMatch(seen::contains);
        missed += isContinued ? 0 : 1;
        for (String segment : segments) {
            if (seen.add(segment)) {
                long start = System.nanoTime();
                bytes.add(connection.skip(HLS + segment));
                latency.recordValue(Math.min(LATENCY_NANOS_MAX, System.nanoTime() - start));
            }
        }
    }
}
