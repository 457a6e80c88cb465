package io.millrace.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import io.millrace.house.ProjectRoot;
import io.millrace.process.Await;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.CompressionFormat;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.ProcessorParameterName;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.State;

/** An access log through a function, by partitions, to Parquet; flights through a Kinesis stream to gzip. */
class RealDataST {

    private static final String ROLE = "arn:aws:iam::000000000000:role/any", BUCKET = "lake";
    private static final Duration READY = Duration.ofSeconds(60), CHANGE = Duration.ofSeconds(60), DELIVERY = Duration.ofMinutes(4), STOP = Duration.ofSeconds(60);
    private static final int BATCH = 500;
    private static final Path ROOT = ProjectRoot.find();
    private static final Pattern SEQUENCE = Pattern.compile("\"sequence\":(\\d+)");
    private static final String TABLE = """
            {"Name":"access","StorageDescriptor":{"Columns":[{"Name":"host","Type":"string"},{"Name":"at","Type":"timestamp"},{"Name":"request","Type":"string"},
             {"Name":"status","Type":"int"},{"Name":"bytes","Type":"bigint"},{"Name":"referer","Type":"string"},{"Name":"agent","Type":"string"}]}}""";

    @TempDir
    private Path directory;
    private Path data;
    private ServerProcess server;
    private FirehoseClient firehose;

    @BeforeEach
    void start() throws IOException {
        data = directory.resolve("data");
        Path schemas = Files.createDirectories(directory.resolve("schemas").resolve("web").resolve("access"));
        Files.writeString(schemas.resolve("1.json"), TABLE);
        server = ServerProcess.start(ServerLaunch.on(data).withJvmOptions("-Dmillrace.firehose.small-buffers=true",
                "-Dmillrace.firehose.s3.directory=" + directory.resolve("buckets"), "-Dmillrace.firehose.schemas=" + directory.resolve("schemas"),
                "-Dmillrace.firehose.format-worker.jars=" + ROOT.resolve("firehose-pipelines/columnar/target/worker"))).awaitReady(READY);
        firehose = FirehoseClient.builder().endpointOverride(server.endpoint()).build();
    }

    @AfterEach
    void stop() {
        firehose.close();
        try (ServerProcess stopping = server) {
            assertThat(stopping.terminate(STOP)).as(stopping.logTail()).isZero();
        }
    }

    @Test
    void theAccessLogIsInParquetByStatusAndDay() throws Exception {
        Path raw = shared("access.log.gz");
        deploy(ROOT.resolve("functions/examples/access-log-delivery/target/access-log-delivery.jar"));
        firehose.createDeliveryStream(stream -> stream.deliveryStreamName("access").deliveryStreamType(DeliveryStreamType.DIRECT_PUT)
                .extendedS3DestinationConfiguration(s3 -> s3.roleARN(ROLE).bucketARN("arn:aws:s3:::" + BUCKET)
                        .prefix("access/status=!{partitionKeyFromLambda:status}/day=!{partitionKeyFromLambda:day}/").errorOutputPrefix("errors/")
                        .bufferingHints(hints -> hints.sizeInMBs(64).intervalInSeconds(5))
                        .dynamicPartitioningConfiguration(partitioning -> partitioning.enabled(true))
                        .processingConfiguration(processing -> processing.enabled(true).processors(processor -> processor.type(ProcessorType.LAMBDA)
                                .parameters(parameter -> parameter.parameterName(ProcessorParameterName.LAMBDA_ARN)
                                        .parameterValue("arn:aws:lambda:us-east-1:000000000000:function:access-log-delivery"))))
                        .dataFormatConversionConfiguration(conversion -> conversion.enabled(true)
                                .inputFormatConfiguration(input -> input.deserializer(deserializer -> deserializer.openXJsonSerDe(openX -> { })))
                                .outputFormatConfiguration(output -> output.serializer(serializer -> serializer.parquetSerDe(parquet -> { })))
                                .schemaConfiguration(schema -> schema.databaseName("web").tableName("access").region("us-east-1").roleARN(ROLE)))));
        awaitActive("access");
        List<String> lines = lines(raw).toList();
        for (int from = 0; from < lines.size(); from += BATCH) {
            List<Record> batch = lines.subList(from, Math.min(lines.size(), from + BATCH)).stream()
                    .map(line -> Record.builder().data(SdkBytes.fromUtf8String(line + "\n")).build()).toList();
            assertThat(firehose.putRecordBatch(put -> put.deliveryStreamName("access").records(batch)).failedPutCount()).isZero();
        }
        String delivered = "read_parquet('" + directory.resolve("buckets").resolve(BUCKET) + "/access/*/*/*.parquet', hive_partitioning = false, filename = true)";
        Await.until(DELIVERY, () -> count(delivered) >= lines.size(), () -> count(delivered) + " rows of " + lines.size() + "; " + server.logTail());
        String log = "(SELECT regexp_extract(line, '\" ([0-9]{3}) ([0-9]+|-) \"', 1)::INT AS status, "
                + "strptime(regexp_extract(line, '\\[([^ ]+) ', 1), '%d/%b/%Y:%H:%M:%S')::DATE AS day, "
                + "TRY_CAST(regexp_extract(line, '\" ([0-9]{3}) ([0-9]+|-) \"', 2) AS BIGINT) AS bytes "
                + "FROM read_csv('" + raw + "', columns = {'line': 'VARCHAR'}, delim = '\\x01', quote = '', escape = '', header = false))";
        String sums = "SELECT status, day, count(*), sum(bytes) FROM %s GROUP BY status, day ORDER BY status, day";
        List<String> expected = query(sums.formatted(log));
        assertThat(expected).hasSizeGreaterThan(10);
        assertThat(query(sums.formatted("(SELECT *, \"at\"::DATE AS day FROM " + delivered + ")"))).isEqualTo(expected);
        assertThat(query("SELECT count(*) FROM " + delivered + " WHERE NOT contains(filename, '/status=' || status || '/day=' || (\"at\"::DATE) || '/')"))
                .containsExactly("0");
        assertThat(directory.resolve("buckets").resolve(BUCKET).resolve("errors")).doesNotExist();
    }

    @Test
    void everyFlightIsInOneGzipObjectOnce() throws Exception {
        Path raw = shared("flights-200k.ndjson.gz");
        try (KinesisClient kinesis = KinesisClient.builder().endpointOverride(server.endpoint()).build()) {
            kinesis.createStream(stream -> stream.streamName("flights").shardCount(2));
            Await.until(CHANGE, () -> kinesis.describeStreamSummary(call -> call.streamName("flights")).streamDescriptionSummary().streamStatus() == StreamStatus.ACTIVE,
                    () -> "the stream is ACTIVE");
            firehose.createDeliveryStream(stream -> stream.deliveryStreamName("flights").deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
                    .kinesisStreamSourceConfiguration(source -> source.roleARN(ROLE).kinesisStreamARN("arn:aws:kinesis:us-east-1:000000000000:stream/flights"))
                    .extendedS3DestinationConfiguration(s3 -> s3.roleARN(ROLE).bucketARN("arn:aws:s3:::" + BUCKET).prefix("flights/")
                            .compressionFormat(CompressionFormat.GZIP).bufferingHints(hints -> hints.sizeInMBs(1).intervalInSeconds(2))));
            awaitActive("flights");
            putAll(kinesis, lines(raw).toList());
        }
        Path delivered = directory.resolve("buckets").resolve(BUCKET);
        List<String> flights = lines(raw).toList();
        Await.until(DELIVERY, () -> sequences(delivered).size() >= flights.size(), () -> sequences(delivered).size() + " records; " + server.logTail());
        assertThat(sequences(delivered).stream().sorted().toList()).isEqualTo(IntStream.range(0, flights.size()).boxed().toList());
    }

    private static void putAll(KinesisClient kinesis, List<String> lines) {
        for (int from = 0; from < lines.size(); from += BATCH) {
            List<PutRecordsRequestEntry> batch = new ArrayList<>();
            for (int i = from; i < Math.min(lines.size(), from + BATCH); i++) {
                String numbered = "{\"sequence\":" + i + "," + lines.get(i).substring(1) + "\n";
                batch.add(PutRecordsRequestEntry.builder().partitionKey(Integer.toString(i)).data(SdkBytes.fromUtf8String(numbered)).build());
            }
            PutRecordsResponse response = kinesis.putRecords(put -> put.streamName("flights").records(batch));
            assertThat(response.failedRecordCount()).isZero();
        }
    }

    private void deploy(Path jar) throws IOException {
        SdkBytes code = SdkBytes.fromByteArray(Files.readAllBytes(jar));
        try (LambdaClient lambda = LambdaClient.builder().endpointOverride(server.endpoint()).build()) {
            lambda.createFunction(function -> function.functionName("access-log-delivery").runtime("java21").role(ROLE).timeout(60).memorySize(512)
                    .handler("io.millrace.examples.accesslog.AccessLogDelivery").code(archive -> archive.zipFile(code)));
            Await.until(CHANGE, () -> lambda.getFunction(call -> call.functionName("access-log-delivery")).configuration().state() == State.ACTIVE,
                    () -> "the function is Active");
        }
    }

    private void awaitActive(String name) {
        Await.until(CHANGE, () -> firehose.describeDeliveryStream(call -> call.deliveryStreamName(name)).deliveryStreamDescription()
                .deliveryStreamStatus() == DeliveryStreamStatus.ACTIVE, () -> name + " is ACTIVE");
    }

    /** Of all objects; objects appear whole. */
    private static List<Integer> sequences(Path bucket) {
        if (!Files.exists(bucket)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(bucket)) {
            return files.filter(file -> file.toString().endsWith(".gz")).flatMap(RealDataST::lines).map(line -> {
                Matcher matcher = SEQUENCE.matcher(line);
                assertThat(matcher.find()).as(line).isTrue();
                return Integer.valueOf(matcher.group(1));
            }).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path gzip) {
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8));
            try (reader) {
                return reader.lines().toList().stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(String table) {
        try {
            return Long.parseLong(query("SELECT count(*) FROM " + table).getFirst());
        } catch (SQLException e) {
            return 0;
        }
    }

    private static List<String> query(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            while (results.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                    row.append(i == 1 ? "" : "|").append(results.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    /** The data stand beside the checkout, above it. */
    private static Path shared(String name) {
        Path at = ROOT;
        while (at != null && !Files.exists(at.resolve("shared/data").resolve(name))) {
            at = at.getParent();
        }
        Assumptions.assumeTrue(at != null, () -> "no " + name + " in ../shared/data");
        return at.resolve("shared/data").resolve(name);
    }
}
