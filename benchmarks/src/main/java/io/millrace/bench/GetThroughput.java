package io.millrace.bench;

import java.util.ArrayList;
import java.util.List;

import io.millrace.bench.ceiling.DiskCeiling;
import io.millrace.bench.client.Control;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.bench.report.Load;
import io.millrace.process.ServerProcess;

/** GetRecords from the start to the end over 8 connections, each taking one shard after the other; the log is in the page cache. */
public final class GetThroughput implements Benchmark {

    private static final int[] SHARDS = {1, 64, 1024};
    private static final int CONNECTIONS = 8, RUNS = 3;
    private static final long RECORDS = 500_000, DISK_BYTES = 4_000_000_000L;

    @Override
    public String name() {
        return "get-throughput";
    }

    @Override
    public String description() {
        return "GetRecords from the start, JSON, 500,000 records of 1 KiB on 1, 64 and 1,024 shards: MB/s of payload";
    }

    @Override
    public void run(Ground ground) throws Exception {
        ground.requireFree(DISK_BYTES);
        double file = new DiskCeiling(ground.directory()).readBytesPerSecond(RECORDS * Filling.PAYLOAD_BYTES) / 1e6;
        for (int shards : SHARDS) {
            try (ServerProcess server = ground.server(); Control control = new Control(server.endpoint())) {
                String stream = "shards-" + shards;
                control.createStream(stream, shards);
                long records = Filling.fill(Ground.address(server), stream, RECORDS);
                Reading.whole(Ground.address(server), control, stream, CONNECTIONS, records);
                List<Double> runs = new ArrayList<>();
                Load.Start start = Load.start(server.pid());
                for (int run = 0; run < RUNS; run++) {
                    runs.add(Reading.whole(Ground.address(server), control, stream, CONNECTIONS, records).megabytesPerSecond());
                }
                ground.report().print(new Figure("get.throughput." + shards, "MB/s", Best.HIGHEST, runs)
                        .beside("read a file from the page cache, 1 MiB blocks", List.of(file))
                        .noting("records/s", Figure.median(runs) * 1e6 / Filling.PAYLOAD_BYTES).noting(start.end()));
            }
            ground.clear();
        }
    }
}
