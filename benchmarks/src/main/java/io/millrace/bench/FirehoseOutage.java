package io.millrace.bench;

import io.millrace.bench.client.Control;
import io.millrace.bench.client.DeliveryMetrics;
import io.millrace.bench.client.MoodyEndpoint;
import io.millrace.bench.client.SteadyPuts;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.process.Await;
import io.millrace.process.ProcessTable;
import io.millrace.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An HTTP endpoint that hangs at each second request and answers 503 at the others, while two delivery streams take 1 MB/s each in a server
 * with 256 MB of heap: the memory over time, and whether the other delivery stream still delivers as before. Then the endpoint is well again, and all
 * arrives. Heap is what a full collection leaves.
 */
final class FirehoseOutage implements Benchmark {

    private static final String DOWN = "down", WELL = "well", ROLE = "arn:aws:iam::000000000000:role/bench", HEAP = "-Xmx256m";
    private static final int TRACE_WORDS = 115, SAMPLES = 30;
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final long DISK_BYTES_PER_SECOND = 6_000_000, DISK_BYTES_LEAST = 2_000_000_000L;
    private static final double MEBI = 1024.0 * 1024;

    @Override
    public String name() {
        return "firehose-outage";
    }

    @Override
    public String description() {
        return "a delivery stream's endpoint is down for 10 minutes (--soak: an hour): memory of a 256 MB server, and the delivery stream beside it";
    }

    @Override
    public void run(Ground ground) throws Exception {
        ground.requireFree(Math.max(DISK_BYTES_LEAST, ground.stretch().toSeconds() * DISK_BYTES_PER_SECOND));
        List<byte[]> records = AccessRecords.make(SteadyPuts.RECORDS_PER_CALL, TRACE_WORDS);
        try (MoodyEndpoint endpoint = MoodyEndpoint.start(); ServerProcess server = ground.server(HEAP); Control control = new Control(server.endpoint())) {
            create(control, endpoint);
            try (SteadyPuts down = SteadyPuts.start(server.endpoint(), DOWN, records); SteadyPuts well = SteadyPuts.start(server.endpoint(), WELL, records)) {
                Stretch warm = watch(server, control, ground.stretch().dividedBy(10), well), before = watch(server, control, ground.stretch().dividedBy(5), well);
                endpoint.beDown(true);
                Stretch outage = watch(server, control, ground.stretch(), well);
                double behindMegabytes = new DeliveryMetrics(control.metrics()).undeliveredBytes(DOWN) / 1e6;
                endpoint.beDown(false);
                down.stop();
                well.stop();
                long healed = System.nanoTime();
                DrainSpeed.awaitDelivered(control, DOWN, down.acknowledged());
                double caughtUp = (System.nanoTime() - healed) / 1e9;
                DrainSpeed.awaitDelivered(control, WELL, well.acknowledged());
                ground.report().remark("warm-up %.0f s, then %.0f s before and %.0f s of outage".formatted(warm.seconds, before.seconds, outage.seconds));
                ground.report().print(memory("firehose.outage.heap", outage.heap, before.heap).noting("on the disk at the end, MB", behindMegabytes)
                        .noting("all delivered, s after the endpoint was well", caughtUp).noting("attempts refused or left hanging", endpoint.failed()));
                ground.report().print(memory("firehose.outage.rss", outage.resident, before.resident));
                ground.report().print(new Figure("firehose.outage.other.delivered", "MB/s", Best.HIGHEST, List.of(outage.megabytesPerSecond))
                        .beside("before the outage", before.megabytesPerSecond));
                ground.report().print(new Figure("firehose.outage.other.age", "s", Best.LOWEST, List.of(Figure.median(outage.ages)))
                        .beside("before the outage", Figure.median(before.ages)).noting("oldest in the outage", max(outage.ages))
                        .noting("oldest before", max(before.ages)).noting("put p99 in the outage, ms", outage.putMillis).noting("put p99 before, ms", before.putMillis));
            }
        }
    }

    private static void create(Control control, MoodyEndpoint endpoint) {
        Map<String, Object> bucket = Map.of("RoleARN", ROLE, "BucketARN", "arn:aws:s3:::bench");
        Map<String, Object> buffering = Map.of("SizeInMBs", 1, "IntervalInSeconds", 1);
        control.createDeliveryStream(DOWN, Map.of("HttpEndpointDestinationConfiguration", Map.of("EndpointConfiguration", Map.of("Url", endpoint.url(),
                "Name", "endpoint"), "BufferingHints", buffering, "RetryOptions", Map.of("DurationInSeconds", 7200), "S3Configuration", bucket)));
        control.createDeliveryStream(WELL, Map.of("ExtendedS3DestinationConfiguration", Map.of("RoleARN", ROLE, "BucketARN", "arn:aws:s3:::bench",
                "CompressionFormat", "GZIP", "BufferingHints", buffering)));
    }

    /** The last third over the first one says whether it grows. */
    private static Figure memory(String name, List<Double> outage, List<Double> before) {
        int third = outage.size() / 3;
        double first = Figure.median(outage.subList(0, third)), last = Figure.median(outage.subList(outage.size() - third, outage.size()));
        return new Figure(name, "MiB", Best.LOWEST, List.of(last)).beside("first third of the outage", first).beside("before the outage", Figure.median(before))
                .noting("most in the outage", max(outage));
    }

    private static double max(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** What was seen over a stretch of time, as it went. */
    private static final class Stretch {
        private final List<Double> heap = new ArrayList<>();
        private final List<Double> resident = new ArrayList<>();
        private final List<Double> ages = new ArrayList<>();
        private double megabytesPerSecond;
        private double putMillis;
        private double seconds;
    }

    private static Stretch watch(ServerProcess server, Control control, Duration length, SteadyPuts well) throws IOException {
        Stretch seen = new Stretch();
        long start = System.nanoTime(), records = new DeliveryMetrics(control.metrics()).deliveredRecords(WELL);
        well.forgetLatency();
        for (int sample = 1; sample <= SAMPLES; sample++) {
            long until = start + length.toNanos() * sample / SAMPLES;
            do {
                seen.ages.add(new DeliveryMetrics(control.metrics()).undeliveredSeconds(WELL));
                Await.holds(LOOK, () -> System.nanoTime() - until >= 0);
            } while (System.nanoTime() - until < 0);
            collect(server);
            seen.heap.add(new DeliveryMetrics(control.metrics()).heapBytes() / MEBI);
            seen.resident.add(ProcessTable.residentBytes(server.pid()) / MEBI);
        }
        seen.seconds = (System.nanoTime() - start) / 1e9;
        seen.megabytesPerSecond = (new DeliveryMetrics(control.metrics()).deliveredRecords(WELL) - records) * well.recordBytes() / 1e6 / seen.seconds;
        seen.putMillis = well.latencyMillis(99);
        return seen;
    }

    /** A full collection. */
    private static void collect(ServerProcess server) throws IOException {
        Process command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(server.pid()), "GC.run")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (command.onExit().join().exitValue() != 0) {
            throw new IOException("jcmd could not make the server collect; the native executable is not measured here");
        }
    }
}
