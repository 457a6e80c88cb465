package io.millrace.bench;

import io.millrace.bench.ceiling.BareGzip;
import io.millrace.bench.ceiling.BareParquet;
import io.millrace.bench.report.Figure;
import io.millrace.bench.report.Figure.Best;
import io.millrace.firehose.config.CompressionFormat;
import io.millrace.firehose.config.ConversionConfig;
import io.millrace.firehose.deliver.Content;
import io.millrace.firehose.deliver.LocalDirectory;
import io.millrace.firehose.deliver.Parcel;
import io.millrace.firehose.deliver.Receipt;
import io.millrace.firehose.format.ConcatenatedFormat;
import io.millrace.firehose.format.OutputFormat;
import io.millrace.firehose.format.columnar.ColumnarConversions;
import io.millrace.firehose.format.columnar.FormatWorkerSettings;
import io.millrace.firehose.format.columnar.FormatWorkers;
import io.millrace.firehose.schema.TableSchema;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.RecordOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last two steps of a pipeline at full speed, from records in memory to delivered objects on the local disk: gzip beside
 * {@code java.util.zip} at the same level, Parquet beside parquet-java's writer fed by Jackson, and fed with rows that are parsed already.
 */
final class FirehoseFormats implements Benchmark {

    private static final int RUNS = 3, RECORDS = 300_000;
    private static final List<TableSchema.Column> COLUMNS = AccessRecords.COLUMNS.entrySet().stream()
            .map(column -> new TableSchema.Column(column.getKey(), column.getValue())).toList();

    private List<byte[]> records;
    private double megabytes;

    @Override
    public String name() {
        return "firehose-formats";
    }

    @Override
    public String description() {
        return "records in memory to delivered objects, MB/s of JSON: gzip, Parquet (SNAPPY)";
    }

    @Override
    public void run(Ground ground) throws Exception {
        records = AccessRecords.make(RECORDS);
        megabytes = records.stream().mapToLong(record -> record.length).sum() / 1e6;
        ground.report().remark("%,d records, %.0f MB".formatted(records.size(), megabytes));
        ground.report().print(gzip(ground.directory()));
        ground.report().print(parquet(ground.directory()));
    }

    private Figure gzip(Path directory) throws IOException {
        OutputFormat format = new ConcatenatedFormat(CompressionFormat.GZIP);
        List<Double> ours = new ArrayList<>(), bare = new ArrayList<>();
        for (int run = 0; run <= RUNS; run++) {
            Path ceiling = directory.resolve("bare.gz");
            double bareSpeed = speed(() -> BareGzip.write(ceiling, records)), ourSpeed = speed(() -> deliver(format, directory, "object.gz"));
            if (run > 0) {
                bare.add(bareSpeed);
                ours.add(ourSpeed);
            }
        }
        return new Figure("firehose.formats.gzip", "MB/s", Best.HIGHEST, ours).beside("java.util.zip, same level, same bytes, one force", bare);
    }

    private Figure parquet(Path directory) throws IOException {
        Path worker = Path.of(System.getenv("MILLRACE_HOME"), "firehose-pipelines", "columnar", "target", "worker");
        FormatWorkerSettings settings = FormatWorkerSettings.defaults(Optional.of(Path.of(System.getProperty("java.home"), "bin", "java")), List.of(worker + "/*"));
        ConversionConfig config = new ConversionConfig(new ConversionConfig.OpenXJson(false, true, Map.of()),
                new ConversionConfig.Parquet(BareParquet.ROW_GROUP_BYTES, BareParquet.PAGE_BYTES, "SNAPPY", true, 0, "V1"),
                new ConversionConfig.Schema(Optional.empty(), "bench", "access", Optional.empty(), "LATEST", Optional.empty()));
        List<Double> ours = new ArrayList<>(), parsing = new ArrayList<>(), parsed = new ArrayList<>();
        try (FormatWorkers workers = new FormatWorkers(settings)) {
            OutputFormat format = new ColumnarConversions(workers, reference -> new TableSchema("1", COLUMNS)).open(config);
            for (int run = 0; run <= RUNS; run++) {
                Path ceiling = directory.resolve("bare.parquet");
                List<Object[]> rows = BareParquet.rows(records);
                double parsingSpeed = speed(() -> BareParquet.writeParsing(ceiling, records)), parsedSpeed = speed(() -> BareParquet.writeRows(ceiling, rows));
                double ourSpeed = speed(() -> deliver(format, directory, "object.parquet"));
                if (run > 0) {
                    parsing.add(parsingSpeed);
                    parsed.add(parsedSpeed);
                    ours.add(ourSpeed);
                }
            }
        }
        return new Figure("firehose.formats.parquet", "MB/s", Best.HIGHEST, ours).beside("parquet-java fed by Jackson", parsing)
                .noting("parquet-java fed with parsed rows, MB/s", Figure.median(parsed));
    }

    private interface Work {
        void run() throws IOException;
    }

    private double speed(Work work) throws IOException {
        long start = System.nanoTime();
        work.run();
        return megabytes / ((System.nanoTime() - start) / 1e9);
    }

    private void deliver(OutputFormat format, Path directory, String name) throws IOException {
        Path spool = directory.resolve("spool");
        try (OutputStream out = Files.newOutputStream(spool);
                OutputFormat.Encoder encoder = format.open(new OutputFormat.NewObject(name, 0), out, (index, failure) -> {
                    throw new IllegalStateException("record " + index + " was refused: " + failure);
                })) {
            RecordOrigin origin = new RecordOrigin("1", 0, Optional.empty());
            for (byte[] record : records) {
                encoder.write(FirehoseRecord.of(origin, record));
            }
            encoder.finish();
        }
        try (LocalDirectory destination = new LocalDirectory(directory.resolve("bucket"))) {
            Receipt receipt = destination.deliver(new Parcel(name, new Spooled(spool), records.size()));
            if (!(receipt instanceof Receipt.Delivered)) {
                throw new IOException("not delivered: " + receipt);
            }
        }
    }

    private record Spooled(Path file) implements Content {

        @Override
        public long lengthBytes() {
            try {
                return Files.size(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }
}
