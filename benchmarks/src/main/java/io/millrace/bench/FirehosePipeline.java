package io.millrace.bench;

import io.millrace.bench.ceiling.BareGzip;
import io.millrace.bench.ceiling.BareParquet;
import io.millrace.bench.client.Control;
import io.millrace.bench.client.Requests;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Delivery streams whole, in the packaged server, to objects in the local directory. A backlog in a Kinesis stream is drained with no client
 * beside the server: the delivery stream is made first and held by a spent share of the disk while the backlog is put, then the server starts
 * anew without that bound, and what it delivers is measured once a third is delivered. Direct puts are measured from the first put on, after a
 * warm-up, with the client's share of the machine in the figure. The ceilings have one thread; records per second of processor time are told beside.
 */
final class FirehosePipeline implements Benchmark {

    private static final int RUNS = 3, DISTINCT = 50_000, TRACE_WORDS = 115, RECORDS_PER_CALL = 500, SHARDS = 4;
    private static final long RECORDS = 600_000, WARM_UP_RECORDS = 100_000, DISK_BYTES = 6_000_000_000L;
    private static final double WARM = 1 / 3.0;
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final byte[] ACKNOWLEDGED = "\"FailedPutCount\":0".getBytes(StandardCharsets.ISO_8859_1);
    private static final String ROLE = "arn:aws:iam::000000000000:role/bench", STREAM = "backlog", DELIVERY = "bench";

    private List<byte[]> records;
    private double recordBytes;

    @Override
    public String name() {
        return "firehose-pipeline";
    }

    @Override
    public String description() {
        return "records of 1 KiB through delivery streams to objects: gzip from puts and from a Kinesis stream, Parquet; MB/s of JSON";
    }

    @Override
    public void run(Ground ground) throws Exception {
        ground.requireFree(DISK_BYTES);
        records = AccessRecords.make(DISTINCT, TRACE_WORDS);
        recordBytes = records.stream().mapToLong(record -> record.length).average().orElseThrow();
        ground.report().remark("%,d records of %.0f bytes, %.0f MB".formatted(RECORDS, recordBytes, RECORDS * recordBytes / 1e6));
        Ceiling gzip = ceiling(() -> BareGzip.write(ground.directory().resolve("bare.gz"), records));
        Ceiling parquet = ceiling(() -> BareParquet.writeParsing(ground.directory().resolve("bare.parquet"), records));
        Map<String, Object> toGzip = destination(16, Map.of("CompressionFormat", "GZIP"));
        ground.report().print(figure("firehose.pipeline.puts.gzip", puts(ground, toGzip), "java.util.zip, same level, same bytes", gzip));
        ground.report().print(figure("firehose.pipeline.backlog.gzip", backlog(ground, toGzip), "java.util.zip, same level, same bytes", gzip));
        ground.report().print(figure("firehose.pipeline.backlog.parquet", backlog(ground, destination(64, Map.of("DataFormatConversionConfiguration",
                conversion()))), "parquet-java fed by Jackson", parquet));
    }

    private Figure figure(String name, DrainSpeed speed, String what, Ceiling ceiling) {
        return new Figure(name, "MB/s", Best.HIGHEST, List.of(speed.recordsPerSecond() * recordBytes / 1e6)).beside(what, ceiling.runs())
                .noting("MB per CPU second", speed.recordsPerCpuSecond() * recordBytes / 1e6)
                .noting("MB per CPU second, " + what, Figure.median(ceiling.cpuRuns()))
                .noting("bytes written to the disk for each byte of records", speed.writtenPerRecord() / recordBytes);
    }

    /** MB/s, and MB per second of processor time. */
    private record Ceiling(List<Double> runs, List<Double> cpuRuns) {
    }

    private interface Work {
        void run() throws IOException;
    }

    private Ceiling ceiling(Work work) throws IOException {
        Ceiling ceiling = new Ceiling(new ArrayList<>(), new ArrayList<>());
        double megabytes = DISTINCT * recordBytes / 1e6;
        for (int run = 0; run <= RUNS; run++) {
            long nanos = System.nanoTime(), cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.run();
            if (run > 0) {
                ceiling.cpuRuns().add(megabytes / ((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9));
                ceiling.runs().add(megabytes / ((System.nanoTime() - nanos) / 1e9));
            }
        }
        return ceiling;
    }

    private DrainSpeed puts(Ground ground, Map<String, ?> destination) {
        try (ServerProcess server = ground.server(); Control control = new Control(server.endpoint())) {
            control.createDeliveryStream(DELIVERY, Map.of("ExtendedS3DestinationConfiguration", destination));
            List<ByteBuffer> calls = batches().stream().map(batch -> Requests.putRecordBatch(DELIVERY, batch)).toList();
            put(server, calls, WARM_UP_RECORDS);
            DrainSpeed.awaitDelivered(control, DELIVERY, WARM_UP_RECORDS);
            CompletableFuture<Void> putting = CompletableFuture.runAsync(() -> put(server, calls, RECORDS));
            DrainSpeed speed = DrainSpeed.watch(server, control, DELIVERY, WARM_UP_RECORDS, RECORDS, 0);
            putting.join();
            return speed;
        }
    }

    private static void put(ServerProcess server, List<ByteBuffer> calls, long records) {
        try {
            Filling.call(Ground.address(server), calls, records / RECORDS_PER_CALL, ACKNOWLEDGED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DrainSpeed backlog(Ground ground, Map<String, ?> destination) throws IOException {
        ServerLaunch launch = ground.launch().withJvmOptions("-Dmillrace.firehose.schemas=" + schemas(ground.directory()));
        try (ServerProcess server = ground.start(launch.withJvmOptions("-Dmillrace.firehose.undelivered-size-max=1"));
                Control control = new Control(server.endpoint())) {
            control.createStream(STREAM, SHARDS);
            control.createDeliveryStream(DELIVERY, Map.of("DeliveryStreamType", "KinesisStreamAsSource", "KinesisStreamSourceConfiguration",
                    Map.of("KinesisStreamARN", "arn:aws:kinesis:us-east-1:000000000000:stream/" + STREAM, "RoleARN", ROLE),
                    "ExtendedS3DestinationConfiguration", destination));
            List<ByteBuffer> calls = batches().stream().map(batch -> Requests.putRecords(STREAM, batch)).toList();
            Filling.call(Ground.address(server), calls, RECORDS / RECORDS_PER_CALL, Filling.ACKNOWLEDGED);
            server.terminate(STOP);
        }
        try (ServerProcess server = ground.start(launch); Control control = new Control(server.endpoint())) {
            return DrainSpeed.watch(server, control, DELIVERY, 0, RECORDS, WARM);
        }
    }

    private List<List<byte[]>> batches() {
        return IntStream.range(0, DISTINCT / RECORDS_PER_CALL).mapToObj(i -> records.subList(i * RECORDS_PER_CALL, (i + 1) * RECORDS_PER_CALL)).toList();
    }

    private static Map<String, Object> destination(int mebibytes, Map<String, ?> format) {
        Map<String, Object> destination = new HashMap<>(format);
        destination.put("RoleARN", ROLE);
        destination.put("BucketARN", "arn:aws:s3:::bench");
        destination.put("BufferingHints", Map.of("SizeInMBs", mebibytes, "IntervalInSeconds", 20));
        return destination;
    }

    private static Map<String, Object> conversion() {
        return Map.of("SchemaConfiguration", Map.of("DatabaseName", "bench", "TableName", "access", "Region", "us-east-1", "RoleARN", ROLE),
                "InputFormatConfiguration", Map.of("Deserializer", Map.of("OpenXJsonSerDe", Map.of())),
                "OutputFormatConfiguration", Map.of("Serializer", Map.of("ParquetSerDe", Map.of("Compression", "SNAPPY",
                        "BlockSizeBytes", BareParquet.ROW_GROUP_BYTES, "PageSizeBytes", BareParquet.PAGE_BYTES))));
    }

    /** A registry with the one table. */
    private static Path schemas(Path directory) throws IOException {
        Path table = Files.createDirectories(directory.resolve("schemas/bench/access"));
        String columns = AccessRecords.COLUMNS.entrySet().stream().map(column -> "{\"Name\":\"" + column.getKey() + "\",\"Type\":\"" + column.getValue()
                + "\"}").collect(Collectors.joining(","));
        Files.writeString(table.resolve("1.json"), "{\"Name\":\"access\",\"StorageDescriptor\":{\"Columns\":[" + columns + "]}}");
        return directory.resolve("schemas");
    }
}
