package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
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
import org.HdrHistogram.Histogram;

/** PutRecord of 1 KiB at 8 connections, beside the latency of HTTP alone and of an append with force alone. */
public final class PutLatency implements Benchmark {

    private static final String STREAM = "latency";
    private static final int SHARDS = 4, PAYLOAD_BYTES = 1024, CONNECTIONS = 8, DISTINCT_REQUESTS = 64, FORCES = 5_000;
    private static final Duration RUN = Duration.ofSeconds(10), WARM_UP = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "put-latency";
    }

    @Override
    public String description() {
        return "PutRecord of 1 KiB, JSON, 8 connections in a closed loop, fsync: milliseconds";
    }

    @Override
    public void run(Ground ground) throws Exception {
        List<ByteBuffer> requests = IntStream.range(0, DISTINCT_REQUESTS)
                .mapToObj(seed -> Requests.putRecord(STREAM, PAYLOAD_BYTES, seed)).toList();
        try (ServerProcess server = ground.server(); Control control = new Control(server.endpoint())) {
            control.createStream(STREAM, SHARDS);
            RepeatedCalls.Result warm = calls(Ground.address(server), requests, "\"SequenceNumber\"").run(WARM_UP);
            Load.Start start = Load.start(server.pid());
            RepeatedCalls.Result ours = calls(Ground.address(server), requests, "\"SequenceNumber\"").run(RUN);
            Load load = start.end();
            RepeatedCalls.Result http = bareSink(requests, warm.replyBytes());
            Histogram force = new DiskCeiling(ground.directory()).forceLatency(PAYLOAD_BYTES, FORCES);
            for (double percentile : new double[] {50, 99}) {
                ground.report().print(new Figure("put.latency.p" + (int) percentile, "ms", Best.LOWEST, List.of(ours.quantileMillis(percentile)))
                        .beside("bare Vert.x HTTP sink", List.of(http.quantileMillis(percentile)))
                        .beside("append 1 KiB, force(false), one thread", List.of(force.getValueAtPercentile(percentile) / 1e6))
                        .noting("records/s", ours.callsPerSecond()).noting(load));
            }
        }
    }

    private static RepeatedCalls.Result bareSink(List<ByteBuffer> requests, int replyBytes) throws IOException {
        try (SinkProcess sink = SinkProcess.start(SinkKind.BARE, replyBytes)) {
            calls(sink.address(), requests, "").run(WARM_UP);
            return calls(sink.address(), requests, "").run(RUN);
        }
    }

    private static RepeatedCalls calls(InetSocketAddress target, List<ByteBuffer> requests, String successWord) {
        return new RepeatedCalls(target, requests, CONNECTIONS, successWord);
    }
}
