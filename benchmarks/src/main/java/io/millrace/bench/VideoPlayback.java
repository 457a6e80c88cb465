package io.millrace.bench;

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
 * From the last byte of a fragment sent with PutMedia to its first frame at a GetMedia reader; and a live stream of 4 Mbit/s to a
 * hundred viewers of HLS.
 */
public final class VideoPlayback implements Benchmark {

    private static final int FRAGMENTS = 400, WARM_UP_FRAGMENTS = 100, FRAGMENT_BYTES = 125_000, VIEWERS = 100;
    private static final Duration INTERVAL = Duration.ofMillis(50), WATCHED = Duration.ofSeconds(20), BEFORE = Duration.ofSeconds(6);
    private static final long LATENCY_NANOS_MAX = 60_000_000_000L;

    @Override
    public String name() {
        return "video-playback";
    }

    @Override
    public String description() {
        return "last byte put to first frame got, milliseconds; 100 viewers of one live stream of 4 Mbit/s over HLS";
    }

    @Override
    public void run(Ground ground) throws Exception {
        try (ServerProcess server = ground.server(); HttpClient client = HttpClient.newHttpClient()) {
            create(client, server, "latency");
            firstFrame(ground, server);
            create(client, server, "watched");
            fanOut(ground, server, client);
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
        AtomicLongArray seen = new AtomicLongArray(FRAGMENTS);
        CompletableFuture<Void> reading = CompletableFuture.runAsync(new MediaReader(server.endpoint(), "latency", seen));
        long[] sent = new long[FRAGMENTS];
        Load.Start start = Load.start(server.pid());
        try (Socket socket = new Socket(server.endpoint().getHost(), server.port())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /putMedia HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nx-amzn-stream-name: latency\r\n"
                    + "x-amzn-fragment-timecode-type: ABSOLUTE\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.write(chunk(VideoHead.playable()));
            long first = System.nanoTime();
            for (int fragment = 0; fragment < FRAGMENTS; fragment++) {
                long due = first + fragment * INTERVAL.toNanos();
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                out.write(chunk(cluster(fragment)));
                sent[fragment] = System.nanoTime();
            }
            reading.join();
        }
        Load load = start.end();
        Histogram latency = new Histogram(LATENCY_NANOS_MAX, 3);
        IntStream.range(WARM_UP_FRAGMENTS, FRAGMENTS).forEach(fragment -> latency.recordValue(Math.max(1, seen.get(fragment) - sent[fragment])));
        for (double percentile : new double[] {50, 99}) {
            ground.report().print(new Figure("video.first-frame.p" + (int) percentile, "ms", Best.LOWEST,
                    List.of(latency.getValueAtPercentile(percentile) / 1e6)).noting("fragments", latency.getTotalCount()).noting(load));
        }
    }

    private static byte[] cluster(int timecode) {
        byte[] time = ElementWriter.unsigned(ElementId.TIMESTAMP, timecode);
        byte[] frame = new byte[FRAGMENT_BYTES];
        frame[0] = (byte) 0x81;
        frame[3] = (byte) 0x80;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(time);
        content.writeBytes(ElementWriter.element(ElementId.SIMPLE_BLOCK, frame));
        return ElementWriter.element(ElementId.CLUSTER, content.toByteArray());
    }

    private static byte[] chunk(byte[] content) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        chunk.writeBytes(content);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        return chunk.toByteArray();
    }

    private static void fanOut(Ground ground, ServerProcess server, HttpClient client) throws Exception {
        try (VideoLoad camera = new VideoLoad(); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            camera.add(Ground.address(server), "watched", VideoHead.playable());
            camera.run(BEFORE.toNanos());
            LongAdder bytes = new LongAdder();
            long end = System.nanoTime() + WATCHED.toNanos();
            Load.Start start = Load.start(server.pid());
            List<HlsViewer> viewers = IntStream.range(0, VIEWERS).mapToObj(viewer -> new HlsViewer(client, server.endpoint(), "watched", end, bytes)).toList();
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
        }
    }
}
