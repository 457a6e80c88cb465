package io.millrace.bench;

import java.time.Duration;
import java.util.List;

import io.millrace.bench.client.Control;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;

/** From the start of the process to readiness with 5 GB of log, after a kill -9 and after a clean stop, beside an empty data directory. */
public final class RestartTime implements Benchmark {

    private static final String STREAM = "restart";
    private static final int SHARDS = 16;
    private static final long RECORDS = 5_000_000, DISK_BYTES = 12_000_000_000L;
    private static final Duration READY = Duration.ofMinutes(10), STOP = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String description() {
        return "process start to readiness with 5 GB of log: seconds";
    }

    @Override
    public void run(Ground ground) throws Exception {
        ground.requireFree(DISK_BYTES);
        double empty = secondsToReady(ground.launch());
        ServerLaunch launch = ground.launch();
        try (ServerProcess server = ground.start(launch); Control control = new Control(server.endpoint())) {
            control.createStream(STREAM, SHARDS);
            Filling.fill(Ground.address(server), STREAM, RECORDS);
            server.killAll();
        }
        print(ground, "restart.after-kill", secondsToReady(launch), empty);
        print(ground, "restart.after-stop", secondsToReady(launch), empty);
    }

    private static void print(Ground ground, String name, double seconds, double empty) {
        ground.report().print(new Figure(name, "s", Best.LOWEST, List.of(seconds)).beside("an empty data directory", List.of(empty)));
    }

    private static double secondsToReady(ServerLaunch launch) {
        long start = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(launch)) {
            server.awaitReady(READY);
            double seconds = (System.nanoTime() - start) / 1e9;
            server.terminate(STOP);
            return seconds;
        }
    }
}
