package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.millrace.bench.ceiling.DiskCeiling;
import io.millrace.bench.ceiling.SinkKind;
import io.millrace.bench.ceiling.SinkProcess;
import io.millrace.bench.client.Control;
import io.millrace.bench.client.RepeatedCalls;
import io.millrace.bench.client.Requests;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.bench.report.Load;
import io.millrace.process.ServerProcess;

/** PutRecords of 500 × 1 KiB in JSON over 8 connections to 4 shards under {@code fsync}, beside three ceilings, runs interleaved. */
public final class PutThroughput implements Benchmark {

    private static final String STREAM = "throughput", ACKNOWLEDGED = "\"FailedRecordCount\":0";
    private static final int SHARDS = 4, RECORDS = 500, PAYLOAD_BYTES = 1024, CONNECTIONS = 8, DISTINCT_REQUESTS = 16, RUNS = 5;
    private static final Duration RUN = Duration.ofSeconds(5), WARM_UP = Duration.ofSeconds(20), PROBE = Duration.ofMillis(200);
    private static final long DISK_BYTES = 12_000_000_000L;

    @Override
    public String name() {
        return "put-throughput";
    }

    @Override
    public String description() {
        return "PutRecords of 500 x 1 KiB, JSON, 8 connections, 4 shards, fsync: MB/s of payload";
    }

    @Override
    public void run(Ground ground) throws Exception {
        ground.requireFree(DISK_BYTES);
        List<ByteBuffer> requests = IntStream.range(0, DISTINCT_REQUESTS)
                .mapToObj(seed -> Requests.putRecords(STREAM, RECORDS, PAYLOAD_BYTES, seed)).toList();
        try (ServerProcess server = ground.server(); Control control = new Control(server.endpoint())) {
            InetSocketAddress address = Ground.address(server);
            control.createStream(STREAM, SHARDS);
            int replyBytes = calls(address, requests).run(PROBE).replyBytes();
            try (SinkProcess bare = SinkProcess.start(SinkKind.BARE, replyBytes); SinkProcess parsing = SinkProcess.start(SinkKind.PARSING, replyBytes)) {
                for (InetSocketAddress target : List.of(address, bare.address(), parsing.address())) {
                    calls(target, requests).run(WARM_UP);
                }
                measure(ground, requests, server, control, bare, parsing);
            }
        }
    }

    private void measure(Ground ground, List<ByteBuffer> requests, ServerProcess server, Control control, SinkProcess bare, SinkProcess parsing)
            throws IOException {
        DiskCeiling disk = new DiskCeiling(ground.directory());
        List<Double> ours = new ArrayList<>(), bareRuns = new ArrayList<>(), parsingRuns = new ArrayList<>(), diskRuns = new ArrayList<>();
        List<Load> loads = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            control.deleteStream(STREAM);
            control.createStream(STREAM, SHARDS);
            Load.Start load = Load.start(server.pid());
            ours.add(megabytesPerSecond(Ground.address(server), requests));
            loads.add(load.end());
            bareRuns.add(megabytesPerSecond(bare.address(), requests));
            parsingRuns.add(megabytesPerSecond(parsing.address(), requests));
            diskRuns.add(disk.appendBytesPerSecond(RUN) / 1e6);
        }
        Load middle = loads.get(ours.indexOf(Figure.median(ours)));
        ground.report().print(new Figure("put.throughput", "MB/s", Best.HIGHEST, ours)
                .beside("bare Vert.x HTTP sink", bareRuns)
                .beside("HTTP sink that parses and decodes base64", parsingRuns)
                .beside("append 512 KiB, force(false)", diskRuns)
                .noting("records/s", Figure.median(ours) * 1e6 / PAYLOAD_BYTES)
                .noting(middle));
    }

    private static double megabytesPerSecond(InetSocketAddress target, List<ByteBuffer> requests) throws IOException {
        return calls(target, requests).run(RUN).callsPerSecond() * RECORDS * PAYLOAD_BYTES / 1e6;
    }

    private static RepeatedCalls calls(InetSocketAddress target, List<ByteBuffer> requests) {
        return new RepeatedCalls(target, requests, CONNECTIONS, ACKNOWLEDGED);
    }
}
