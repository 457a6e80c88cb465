package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.millrace.bench.ceiling.SinkKind;
import io.millrace.bench.ceiling.SinkProcess;
import io.millrace.bench.client.Control;
import io.millrace.bench.client.RepeatedCalls;
import io.millrace.bench.client.Requests;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.bench.report.Load;
import io.millrace.process.ServerProcess;

/** Invoke of a function that does nothing, at 8 connections and so at most 8 workers. */
public final class Invocations implements Benchmark {

    private static final String FUNCTION = "EmptyFunction", ANSWER = "\"done\"";
    private static final int CONNECTIONS = 8;
    private static final Duration RUN = Duration.ofSeconds(10), WARM_UP = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "invocations";
    }

    @Override
    public String description() {
        return "Invoke (RequestResponse) of an empty function at 8 connections: calls/s";
    }

    @Override
    public void run(Ground ground) throws Exception {
        Path directory = Files.createDirectory(ground.directory().resolve("function"));
        ByteBuffer request = Requests.rest("POST", "/2015-03-31/functions/" + FUNCTION + "/invocations", "{\"key\":\"value\"}");
        try (ServerProcess server = ground.server(); Control control = new Control(server.endpoint())) {
            control.createFunction(FUNCTION, BenchFunction.jar(directory, FUNCTION), FUNCTION, Map.of());
            calls(Ground.address(server), request, ANSWER).run(WARM_UP);
            Load.Start start = Load.start(server.pid());
            RepeatedCalls.Result ours = calls(Ground.address(server), request, ANSWER).run(RUN);
            Load load = start.end();
            ground.report().print(new Figure("invocations", "calls/s", Best.HIGHEST, List.of(ours.callsPerSecond()))
                    .beside("bare Vert.x HTTP sink", List.of(bareSink(request)))
                    .noting("p50 ms", ours.quantileMillis(50)).noting("p99 ms", ours.quantileMillis(99)).noting(load));
        }
    }

    private static double bareSink(ByteBuffer request) throws IOException {
        try (SinkProcess sink = SinkProcess.start(SinkKind.BARE, ANSWER.length())) {
            calls(sink.address(), request, "").run(WARM_UP);
            return calls(sink.address(), request, "").run(RUN).callsPerSecond();
        }
    }

    private static RepeatedCalls calls(InetSocketAddress target, ByteBuffer request, String successWord) {
        return new RepeatedCalls(target, List.of(request), CONNECTIONS, successWord);
    }
}
