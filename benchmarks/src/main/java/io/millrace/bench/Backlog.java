package io.millrace.bench;

import java.util.List;

import io.millrace.bench.client.Control;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.bench.report.Load;
import io.millrace.process.ServerProcess;

/** A backlog of 20 GB written and read whole by a server with a heap of 256 MB: memory does not depend on the backlog. */
public final class Backlog implements Benchmark {

    private static final String STREAM = "backlog", HEAP = "-Xmx256m";
    private static final int SHARDS = 4, CONNECTIONS = 4;
    private static final long RECORDS = 20_000_000, DISK_BYTES = 30_000_000_000L;

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public String description() {
        return "a backlog of 20 GB read by a server with a 256 MB heap: MB/s of payload";
    }

    @Override
    public void run(Ground ground) throws Exception {
        ground.requireFree(DISK_BYTES);
        try (ServerProcess server = ground.server(HEAP); Control control = new Control(server.endpoint())) {
            control.createStream(STREAM, SHARDS);
            long records = Filling.fill(Ground.address(server), STREAM, RECORDS);
            Load.Start start = Load.start(server.pid());
            Reading reading = Reading.whole(Ground.address(server), control, STREAM, CONNECTIONS, records);
            ground.report().print(new Figure("backlog.read", "MB/s", Best.HIGHEST, List.of(reading.megabytesPerSecond()))
                    .noting("GB", records * Filling.PAYLOAD_BYTES / 1e9).noting(start.end()));
        }
    }
}
