package io.millrace.bench;

import io.millrace.bench.ceiling.DiskCeiling;
import io.millrace.bench.client.HlsViewer;
import io.millrace.bench.client.MediaReader;
import io.millrace.bench.client.VideoHead;
import io.millrace.bench.client.VideoLoad;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.bench.report.Load;
import io.millrace.process.ServerProcess;
import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * From the first and the last byte of a fragment sent with PutMedia to its first frame at a GetMedia reader, the fragment being sent frame by
 * frame, as a camera does; a live stream of 4 Mbit/s to a hundred viewers of HLS; and how much HLS can be fetched at all.
 */
public final class VideoPlayback implements Benchmark {

    private static final int FRAGMENTS = 600, WARM_UP_FRAGMENTS = 200, FRAMES = 5, FRAME_BYTES = 25_000, COMMIT_BYTES = 512;
    private static final int VIEWERS = 100, FETCHERS = 8;
    private static final Duration FRAME_INTERVAL = Duration.ofMillis(10), WATCHED = Duration.ofSeconds(20), BEFORE = Duration.ofSeconds(6),
            FETCHED = Duration.ofSeconds(6);
    private static final double ALLOWED_MILLIS = 20;
    private static final String PERSISTED = "\"PERSISTED\"";
    private static final long LATENCY_NANOS_MAX = 60_000_000_000L;

    @Override
    public String name() {
        return "video-playback";
    }

    @Override
    public String description() {
        return "first and last byte put to first frame got, milliseconds; 100 viewers of one live stream of 4 Mbit/s over HLS, and the most there is";
    }

    @Override
    public void run(Ground ground) throws Exception {
        try (ServerProcess server = ground.server(); HttpClient client = HttpClient.newHttpClient()) {
            create(client, server, "latency");
            firstFrame(ground, server);
            create(client, server, "watched");
            fanOut(ground, server);
        }
    }

    private static void create(HttpClient client, ServerProcess server, String stream) throws IOException, InterruptedException {
        HttpResponse<String> reply = client.send(HttpRequest.newBuilder(server.endpoint().resolve("/createStream"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"StreamName\":\"" + stream + "\",\"DataRetentionInHours\":1}")).build(),
                HttpResponse.BodyHandlers.ofString());
        if (reply.statusCode() != 200) {
            throw new IllegalStateException(reply.body());
        }
    }

    private static void firstFrame(Ground ground, ServerProcess server) throws Exception {
        DiskCeiling disk = new DiskCeiling(ground.directory());
        Histogram part = disk.forceLatency(FRAMES * FRAME_BYTES, FRAGMENTS / 2);
        Histogram commit = disk.forceLatency(COMMIT_BYTES, FRAGMENTS / 2);
        AtomicLongArray seen = new AtomicLongArray(FRAGMENTS);
        CompletableFuture<Void> reading = CompletableFuture.runAsync(new MediaReader(server.endpoint(), "latency", seen));
        long[] began = new long[FRAGMENTS];
        long[] sent = new long[FRAGMENTS];
        Load.Start start = Load.start(server.pid());
        send(server, began, sent);
        reading.join();
        Load load = start.end();
        Histogram fromLast = new Histogram(LATENCY_NANOS_MAX, 3);
        Histogram fromFirst = new Histogram(LATENCY_NANOS_MAX, 3);
        IntStream.range(WARM_UP_FRAGMENTS, FRAGMENTS).forEach(fragment -> {
            fromLast.recordValue(Math.max(1, seen.get(fragment) - sent[fragment]));
            fromFirst.recordValue(Math.max(1, seen.get(fragment) - began[fragment]));
        });
        double aim = FRAMES * FRAME_INTERVAL.toMillis() + ALLOWED_MILLIS;
        for (double percentile : new double[] {50, 99}) {
            double forces = (part.getValueAtPercentile(percentile) + commit.getValueAtPercentile(percentile)) / 1e6;
            ground.report().print(new Figure("video.first-frame.p" + (int) percentile, "ms", Best.LOWEST,
                    List.of(fromLast.getValueAtPercentile(percentile) / 1e6)).beside("bytes and commit appended, force(false) each", forces)
                    .noting("fragments", fromLast.getTotalCount()).noting("from the last byte, allowed ms", ALLOWED_MILLIS).noting(load));
            ground.report().print(new Figure("video.first-frame.whole.p" + (int) percentile, "ms", Best.LOWEST,
                    List.of(fromFirst.getValueAtPercentile(percentile) / 1e6)).beside("one fragment + 20 ms from its first byte", aim));
        }
    }

    /** Sends fragments frame by frame; notes when each was begun and when its last byte went. */
    private static void send(ServerProcess server, long[] began, long[] sent) throws IOException {
        try (Socket socket = new Socket(server.endpoint().getHost(), server.port())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /putMedia HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nx-amzn-stream-name: latency\r\n"
                    + "x-amzn-fragment-timecode-type: ABSOLUTE\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(chunk(VideoHead.playable()));
            byte[] frame = frame();
            long first = System.nanoTime();
            for (int piece = 0; piece < sent.length * FRAMES; piece++) {
                long due = first + piece * FRAME_INTERVAL.toNanos();
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                int fragment = piece / FRAMES;
                if (piece % FRAMES == 0) {
                    began[fragment] = System.nanoTime();
                    out.write(chunk(clusterStart(fragment, frame.length)));
                }
                out.write(chunk(frame));
                sent[fragment] = System.nanoTime();
            }
            awaitAcknowledged(socket.getInputStream(), sent.length);
        }
    }

    private static void awaitAcknowledged(InputStream in, int fragments) throws IOException {
        StringBuilder told = new StringBuilder();
        byte[] bytes = new byte[8192];
        int persisted = 0;
        while (persisted < fragments) {
            int length = in.read(bytes);
            if (length < 0) {
                throw new IllegalStateException("the server ended the producer's connection: " + told);
            }
            told.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
            for (int at = told.indexOf(PERSISTED); at >= 0; at = told.indexOf(PERSISTED)) {
                persisted++;
                told.delete(0, at + PERSISTED.length());
            }
        }
    }

    /** A cluster's header and timecode; its frames follow. */
    private static byte[] clusterStart(int timecode, int frameBytes) {
        byte[] time = ElementWriter.unsigned(ElementId.TIMESTAMP, timecode);
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        start.writeBytes(ElementWriter.header(ElementId.CLUSTER, time.length + (long) FRAMES * frameBytes));
        start.writeBytes(time);
        return start.toByteArray();
    }

    private static byte[] frame() {
        byte[] frame = new byte[FRAME_BYTES];
        frame[0] = (byte) 0x81;
        frame[3] = (byte) 0x80;
        return ElementWriter.element(ElementId.SIMPLE_BLOCK, frame);
    }

    private static byte[] chunk(byte[] content) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        chunk.writeBytes(content);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        return chunk.toByteArray();
    }

    private static void fanOut(Ground ground, ServerProcess server) throws Exception {
        try (VideoLoad camera = new VideoLoad(); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            camera.add(Ground.address(server), "watched", VideoHead.playable());
            camera.run(BEFORE.toNanos());
            LongAdder bytes = new LongAdder();
            long end = System.nanoTime() + WATCHED.toNanos();
            Load.Start start = Load.start(server.pid());
            List<HlsViewer> viewers = IntStream.range(0, VIEWERS).mapToObj(viewer -> new HlsViewer(server.endpoint(), "watched", end, bytes)).toList();
            List<CompletableFuture<Void>> watching = new ArrayList<>();
            viewers.forEach(viewer -> watching.add(CompletableFuture.runAsync(viewer, threads)));
            camera.run(WATCHED.toNanos());
            watching.forEach(CompletableFuture::join);
            Load load = start.end();
            Histogram latency = new Histogram(LATENCY_NANOS_MAX, 3);
            viewers.forEach(viewer -> latency.add(viewer.latency()));
            ground.report().print(new Figure("video.fan-out", "MB/s", Best.HIGHEST, List.of(bytes.sum() / 1e6 / load.seconds()))
                    .beside("100 viewers of 4 Mbit/s", VIEWERS * VideoLoad.FRAGMENT_BYTES / 1e6)
                    .noting("segments", latency.getTotalCount()).noting("segment p50 ms", latency.getValueAtPercentile(50) / 1e6)
                    .noting("segment p99 ms", latency.getValueAtPercentile(99) / 1e6)
                    .noting("playlists with a gap", viewers.stream().mapToInt(HlsViewer::missed).sum()).noting(load));
            most(ground, server, camera, threads);
        }
    }

    /** The live stream's segments fetched by a few as fast as they can: how much room there is. */
    private static void most(Ground ground, ServerProcess server, VideoLoad camera, ExecutorService threads) throws IOException {
        long end = System.nanoTime() + FETCHED.toNanos();
        Load.Start start = Load.start(server.pid());
        List<CompletableFuture<Long>> fetching = IntStream.range(0, FETCHERS).mapToObj(fetcher -> CompletableFuture.supplyAsync(
                () -> HlsViewer.fetchAgain(server.endpoint(), "watched", end), threads)).toList();
        camera.run(FETCHED.toNanos());
        long bytes = fetching.stream().mapToLong(CompletableFuture::join).sum();
        Load load = start.end();
        ground.report().print(new Figure("video.fan-out.most", "MB/s", Best.HIGHEST, List.of(bytes / 1e6 / load.seconds()))
                .beside("100 viewers of 4 Mbit/s", VIEWERS * VideoLoad.FRAGMENT_BYTES / 1e6).noting("connections", FETCHERS).noting(load));
    }
}
