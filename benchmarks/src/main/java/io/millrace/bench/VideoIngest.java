package io.millrace.bench;

import io.millrace.bench.ceiling.DiskCeiling;
import io.millrace.bench.client.VideoLoad;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.bench.report.Load;
import io.millrace.process.ServerProcess;
import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * More and more producers of 4 Mbit/s each, until PERSISTED comes late (p99 above a second) or they cannot send at their pace, beside raw
 * appends; and the heap of a server of 256 MB with 200 producers open.
 */
public final class VideoIngest implements Benchmark {

    private static final List<Integer> PRODUCERS = List.of(10, 20, 40, 60, 80, 100, 130, 160, 200, 250, 300, 400, 500, 600, 800);
    private static final int OPEN = 200, OPEN_PER_SECOND_LEAST = 1, SCALE_NANOS = 1_000_000;
    private static final long LATE_NANOS = 1_000_000_000L, DISK_BYTES = 20_000_000_000L;
    private static final long HEAP_BYTES = 256L * 1024 * 1024;
    private static final Duration WARM = Duration.ofSeconds(3), RUN = Duration.ofSeconds(6), DISK_RUN = Duration.ofSeconds(3);
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\",[^}]*} ([0-9.E]+)");

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public String name() {
        return "video-ingest";
    }

    @Override
    public String description() {
        return "producers of 4 Mbit/s until acknowledgements lag: MB/s; heap of a 256 MB server with 200 producers";
    }

    @Override
    public void run(Ground ground) throws Exception {
        ground.requireFree(DISK_BYTES);
        double disk = new DiskCeiling(ground.directory()).appendBytesPerSecond(DISK_RUN) / 1e6;
        try (ServerProcess server = ground.server()) {
            most(ground, server, disk);
        }
        try (ServerProcess server = ground.server("-Xmx256m")) {
            open(ground, server);
        }
    }

    private void most(Ground ground, ServerProcess server, double disk) throws Exception {
        Figure best = null;
        try (VideoLoad load = new VideoLoad()) {
            int connected = 0;
            for (int producers : PRODUCERS) {
                for (; connected < producers; connected++) {
                    create(server, "v" + connected);
                    load.add(Ground.address(server), "v" + connected, head());
                }
                load.run(WARM.toNanos());
                Load.Start start = Load.start(server.pid());
                VideoLoad.Outcome outcome = load.run(RUN.toNanos());
                Load cost = start.end();
                long p99 = outcome.latency().getValueAtPercentile(99);
                boolean isLate = outcome.latency().getTotalCount() == 0 || p99 > LATE_NANOS || outcome.behindNanos() > LATE_NANOS
                        || outcome.errors() > 0;
                ground.report().remark("%d producers: PERSISTED p50 %.1f ms, p99 %.1f ms%s".formatted(producers,
                        outcome.latency().getValueAtPercentile(50) / 1e6, p99 / 1e6, isLate ? ", late" : ""));
                if (isLate) {
                    break;
                }
                best = new Figure("video.ingest", "MB/s", Best.HIGHEST, List.of(producers * VideoLoad.FRAGMENT_BYTES / 1e6))
                        .beside("append 512 KiB, force(false)", disk).noting("producers of 4 Mbit/s", producers)
                        .noting("PERSISTED p50 ms", outcome.latency().getValueAtPercentile(50) / 1e6).noting("PERSISTED p99 ms", p99 / 1e6)
                        .noting(cost);
            }
        }
        if (best == null) {
            throw new IllegalStateException("even " + PRODUCERS.getFirst() + " producers are acknowledged late");
        }
        ground.report().print(best);
    }

    private void open(Ground ground, ServerProcess server) throws Exception {
        try (VideoLoad load = new VideoLoad()) {
            for (int producer = 0; producer < OPEN; producer++) {
                create(server, "o" + producer);
                load.add(Ground.address(server), "o" + producer, head());
            }
            VideoLoad.Outcome cold = load.run(RUN.toNanos());
            VideoLoad.Outcome outcome = load.run(RUN.toNanos() * 2);
            if (cold.errors() > 0) {
                throw new IllegalStateException("200 producers: " + cold.errors() + " errors at the start");
            }
            if (outcome.errors() > 0 || outcome.latency().getTotalCount() < OPEN_PER_SECOND_LEAST * RUN.toSeconds()) {
                throw new IllegalStateException("200 producers: " + outcome.errors() + " errors, " + outcome.latency().getTotalCount() + " persisted");
            }
            ground.report().print(new Figure("video.ingest.open-200.heap", "MB", Best.LOWEST, List.of(heapBytes(server) / 1e6))
                    .beside("-Xmx256m", HEAP_BYTES / 1e6).noting("fragments persisted", outcome.latency().getTotalCount())
                    .noting("PERSISTED p99 ms", outcome.latency().getValueAtPercentile(99) / 1e6));
        }
    }

    private double heapBytes(ServerProcess server) throws IOException, InterruptedException {
        String metrics = http.send(HttpRequest.newBuilder(URI.create(server.endpoint() + "/q/metrics")).build(),
                HttpResponse.BodyHandlers.ofString()).body();
        Matcher used = HEAP.matcher(metrics);
        double bytes = 0;
        while (used.find()) {
            bytes += Double.parseDouble(used.group(1));
        }
        return bytes;
    }

    private void create(ServerProcess server, String stream) throws IOException, InterruptedException {
        HttpResponse<String> reply = http.send(HttpRequest.newBuilder(server.endpoint().resolve("/createStream"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"StreamName\":\"" + stream + "\",\"DataRetentionInHours\":1}")).build(),
                HttpResponse.BodyHandlers.ofString());
        if (reply.statusCode() != 200) {
            throw new IllegalStateException(reply.body());
        }
    }

    /** An EBML header, a segment of unknown size, and one track. */
    private static byte[] head() {
        ByteArrayOutputStream track = new ByteArrayOutputStream();
        track.writeBytes(ElementWriter.unsigned(ElementId.TRACK_NUMBER, 1));
        track.writeBytes(ElementWriter.unsigned(ElementId.TRACK_TYPE, 1));
        track.writeBytes(ElementWriter.text(ElementId.CODEC_ID, "V_MPEG/ISO/AVC"));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(ElementWriter.element(ElementId.EBML, ElementWriter.text(ElementId.DOC_TYPE, "matroska")));
        head.writeBytes(ElementWriter.header(ElementId.SEGMENT, -1));
        head.writeBytes(ElementWriter.element(ElementId.INFO, ElementWriter.unsigned(ElementId.TIMESTAMP_SCALE, SCALE_NANOS)));
        head.writeBytes(ElementWriter.element(ElementId.TRACKS, ElementWriter.element(ElementId.TRACK_ENTRY, track.toByteArray())));
        return head.toByteArray();
    }
}
