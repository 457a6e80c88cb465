package io.millrace.bench.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
    private static final long REFRESH_NANOS = 1_000_000_000L, LATENCY_NANOS_MAX = 60_000_000_000L;

    private final HttpClient client;
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
    public HlsViewer(HttpClient client, URI server, String stream, long endNanos, LongAdder bytes) {
        this.client = client;
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
        try {
            Matcher url = URL.matcher(send(HttpRequest.newBuilder(server.resolve("/getHLSStreamingSessionURL"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"StreamName\":\"" + stream + "\"}")).build()));
            if (!url.find()) {
                throw new IllegalStateException("no session");
            }
            URI master = URI.create(url.group(1));
            URI playlist = master.resolve(send(HttpRequest.newBuilder(master).build()).lines().filter(line -> !line.startsWith("#"))
                    .findFirst().orElseThrow());
            for (long due = System.nanoTime(); due - endNanos < 0; due += REFRESH_NANOS) {
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                take(master, send(HttpRequest.newBuilder(playlist).build()));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(URI master, String playlist) throws IOException, InterruptedException {
        List<String> segments = playlist.lines().filter(line -> !line.startsWith("#")).toList();
        boolean isContinued = seen.isEmpty() || segments.stream().anyMatch(seen::contains);
        missed += isContinued ? 0 : 1;
        for (String segment : segments) {
            if (seen.add(segment)) {
                long start = System.nanoTime();
                HttpResponse<byte[]> reply = client.send(HttpRequest.newBuilder(master.resolve(segment)).build(), HttpResponse.BodyHandlers.ofByteArray());
                if (reply.statusCode() != 200) {
                    throw new IllegalStateException("a segment is answered " + reply.statusCode());
                }
                latency.recordValue(Math.min(LATENCY_NANOS_MAX, System.nanoTime() - start));
                bytes.add(reply.body().length);
            }
        }
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (reply.statusCode() != 200) {
            throw new IllegalStateException(request.uri().getPath() + ": " + reply.statusCode() + " " + reply.body());
        }
        return reply.body();
    }
}
