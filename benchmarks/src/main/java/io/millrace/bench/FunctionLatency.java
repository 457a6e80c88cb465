package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.millrace.bench.client.Control;
import io.millrace.bench.client.Conversation;
import io.millrace.bench.client.LoadClient;
import io.millrace.bench.client.Requests;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.bench.report.Load;
import io.millrace.process.Await;
import io.millrace.process.ServerProcess;
import org.HdrHistogram.Histogram;

/** From a record's put to its function's first line, at 200 records/s, one record a call. */
public final class FunctionLatency implements Benchmark {

    private static final String STREAM = "function-latency", FUNCTION = "LatencyFunction";
    private static final int SHARDS = 4, BATCH_SIZE = 100, PER_SECOND = 200, WARM_UP_RECORDS = 2_000, RECORDS = 4_000;
    private static final Duration DELIVERY = Duration.ofMinutes(1);
    private static final long LATENCY_NANOS_MAX = 600_000_000_000L;

    @Override
    public String name() {
        return "function-latency";
    }

    @Override
    public String description() {
        return "put to function at 200 records/s on 4 shards, one record a call: milliseconds";
    }

    @Override
    public void run(Ground ground) throws Exception {
        Path directory = Files.createDirectory(ground.directory().resolve("function"));
        Path latencies = Files.createFile(directory.resolve("latencies"));
        Files.setPosixFilePermissions(ground.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(latencies, PosixFilePermissions.fromString("rw-rw-rw-"));
        try (ServerProcess server = ground.server(); Control control = new Control(server.endpoint())) {
            control.createStream(STREAM, SHARDS);
            control.createFunction(FUNCTION, BenchFunction.jar(directory, FUNCTION), FUNCTION, Map.of("LATENCY_FILE", latencies.toString()));
            control.createMapping(STREAM, FUNCTION, BATCH_SIZE);
            put(Ground.address(server), WARM_UP_RECORDS);
            awaitLines(latencies, WARM_UP_RECORDS);
            Load.Start start = Load.start(server.pid());
            put(Ground.address(server), RECORDS);
            Load load = start.end();
            awaitLines(latencies, WARM_UP_RECORDS + RECORDS);
            Histogram latency = new Histogram(LATENCY_NANOS_MAX, 3);
            try (Stream<String> lines = Files.lines(latencies)) {
                lines.skip(WARM_UP_RECORDS).forEach(line -> latency.recordValue(Long.parseLong(line)));
            }
            for (double percentile : new double[] {50, 99}) {
                ground.report().print(new Figure("function.latency.p" + (int) percentile, "ms", Best.LOWEST,
                        List.of(latency.getValueAtPercentile(percentile) / 1e6)).noting("records", latency.getTotalCount()).noting(load));
            }
        }
    }

    private static void put(InetSocketAddress server, int records) throws IOException {
        LoadClient.run(server, List.of(new Paced(records)));
    }

    private static void awaitLines(Path file, int count) {
        Await.until(DELIVERY, () -> lines(file) >= count, () -> count + " records were delivered; there are " + lines(file));
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One put each 5 ms. The time written into a record is when its put was due, so that a late call counts as latency too. */
    private static final class Paced implements Conversation {

        private final int records;
        private final long startNanos = System.nanoTime();
        private int sent;

        Paced(int records) {
            this.records = records;
        }

        @Override
        public ByteBuffer next() {
            if (sent == records) {
                return null;
            }
            long due = startNanos + sent * (Duration.ofSeconds(1).toNanos() / PER_SECOND);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            String data = Base64.getEncoder().encodeToString((due + " ").getBytes());
            return Requests.kinesis("PutRecord", "{\"StreamName\":\"%s\",\"PartitionKey\":\"%d\",\"Data\":\"%s\"}".formatted(STREAM, sent++, data));
        }

        @Override
        public void reply(int status, ByteBuffer body, long latencyNanos) throws IOException {
            if (status != 200) {
                throw new IOException("a put failed with status " + status);
            }
        }
    }
}
