package io.millrace.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.delivery.Bucket;
import io.millrace.house.ProjectRoot;
import io.millrace.process.Await;
import io.millrace.process.FunctionJar;
import io.millrace.process.PackagedProgram;
import io.millrace.process.ProgramZip;
import io.millrace.usage.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The images without a container engine: made by the script that the Dockerfiles run too, unpacked, started as the Dockerfile says in
 * namespaces of their own with a read-only root, asked by the AWS command line with the key made at the first start, stopped, started again.
 */
class ImageST {

    private static final Path AWS = Path.of("/usr/bin/aws"), COMPILER = Path.of("/usr/bin/gcc");
    private static final Path BOOTSTRAP = Path.of("functions", "engine", "src", "test", "resources", "bootstraps", "bootstrap.c");
    private static final String STREAM = "contained", STREAM_ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/" + STREAM;
    private static final String RECORD = "recorded", RECORD_BASE64 = "cmVjb3JkZWQ=", FROM_CACHE = "source: shared objects file";
    private static final Pattern KEY = Pattern.compile("AWS_ACCESS_KEY_ID=(\\S+)\\s+AWS_SECRET_ACCESS_KEY=(\\S+)");
    private static final Duration MAKING = Duration.ofMinutes(5), READY = Duration.ofSeconds(60), STOP = Duration.ofSeconds(25), DELIVERY = Duration.ofSeconds(60),
            OBJECT = Duration.ofMinutes(3);
    private static final int PROGRAM = 0100755, RELEASE = 21;

    @TempDir
    private Path directory;
    private Path data;
    private ImageFile image;
    private Container container;
    private Map<String, String> key;

    private enum Function { JAR, BOOTSTRAP }

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Files.isExecutable(AWS), "the AWS command line is not installed");
        assumeTrue(Container.available(), "containers are not tried: that takes root, namespaces and the command ip");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = Files.createDirectory(directory.resolve("volume"));
    }

    @Test
    void jvm() throws IOException {
        assumeTrue(System.getProperty(PackagedProgram.EXECUTABLE_PROPERTY) == null, "tried with the JVM build");
        runs("jvm", Function.JAR);
        List<String> classes = Files.readAllLines(data.resolve("classes")).stream().filter(line -> line.contains("] io.")).toList();
        assertThat(classes).hasSizeGreaterThan(1_000).filteredOn(line -> line.contains(FROM_CACHE)).hasSizeGreaterThan(classes.size() * 8 / 10);
    }

    @Test
    void nativeExecutable() throws IOException {
        assumeTrue(System.getProperty(PackagedProgram.EXECUTABLE_PROPERTY) != null, "tried with the native executable");
        assumeTrue(Files.isExecutable(COMPILER), "gcc is not installed");
        runs("native", Function.BOOTSTRAP);
    }

    @Test
    void nativeExecutableWithJava() throws IOException {
        assumeTrue(System.getProperty(PackagedProgram.EXECUTABLE_PROPERTY) != null, "tried with the native executable");
        runs("native-java", Function.JAR);
    }

    private void runs(String kind, Function function) throws IOException {
        image = ImageFile.of(kind);
        Path root = unpack(kind);
        run("chown", image.user(), data.toString());
        try (Container first = start(root, "first.log")) {
            Matcher made = KEY.matcher(first.log());
            assertThat(made.find()).as(first.log()).isTrue();
            key = Map.of("AWS_ACCESS_KEY_ID", made.group(1), "AWS_SECRET_ACCESS_KEY", made.group(2));
            confined();
            serves(function);
            converts(function);
            assertThat(first.terminate(STOP)).as(first.log()).isZero();
        }
        assertThat(Files.getPosixFilePermissions(data.resolve("store/access/keys"))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Container second = start(root, "second.log")) {
            assertThat(second.log()).doesNotContain("AWS_").doesNotContain(key.get("AWS_SECRET_ACCESS_KEY"));
            assertThat(aws("kinesis", "list-streams", "--query", "StreamNames")).isEqualTo(STREAM);
            assertThat(second.terminate(STOP)).as(second.log()).isZero();
        }
    }

    /** Made, packed and unpacked as an image is. */
    private Path unpack(String kind) throws IOException {
        Path archive = directory.resolve(kind + ".tar");
        Path build = ProjectRoot.find().resolve("src-native");
        Shell.Result made = Shell.run(directory, Map.of("JAVA_HOME", System.getProperty("java.home")), MAKING,
                List.of(ImageFile.directory().resolve("archive").toString(), kind, archive.toString(), build.toString()));
        assertThat(made.exitCode()).as(made.output()).isZero();
        assertThat(made.output()).contains("docker import --change 'ENV PATH=", "--change 'ENTRYPOINT [");
        Path root = Files.createDirectory(directory.resolve("root"));
        run("tar", "-C", root.toString(), "--numeric-owner", "-xpf", archive.toString());
        Files.delete(archive);
        return root;
    }

    /** Returns when the image's own health check says that it is ready. */
    private Container start(Path root, String log) throws IOException {
        container = Container.start(directory, root, image, data, directory.resolve(log), "JDK_JAVA_OPTIONS=-Xlog:class+load:file=/data/classes");
        Await.until(READY, () -> !container.isAlive() || container.inside(image.environment(), image.health()).exitCode() == 0,
                () -> "the health check passes; the log:\n" + container.log());
        assertThat(container.isAlive()).as(container.log()).isTrue();
        return container;
    }

    /** A user without rights, who cannot write but in the volume. */
    private void confined() throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(container.server()), "status"));
        String uid = image.user().split(":")[0];
        assertThat(status).contains("Uid:\t%1$s\t%1$s\t%1$s\t%1$s\n".formatted(uid)).contains("CapEff:\t0000000000000000").contains("NoNewPrivs:\t1");
        for (String place : List.of("/opt/millrace/x", "/tmp/x", "/etc/x")) {
            Shell.Result writing = container.inside(image.environment(), List.of("/bin/sh", "-c", "echo x > " + place));
            assertThat(writing.exitCode()).as(writing.output()).isNotZero();
        }
    }

    private void serves(Function function) throws IOException {
        Shell.Result unsigned = container.beside(Map.of(), List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H",
                "X-Amz-Target: Kinesis_20131202.ListStreams", "-H", "Content-Type: application/x-amz-json-1.1", "-d", "{}",
                "http://127.0.0.1:" + image.port() + "/"));
        assertThat(unsigned.output()).isIn("400", "403");
        aws("kinesis", "create-stream", "--stream-name", STREAM, "--shard-count", "1");
        aws("kinesis", "wait", "stream-exists", "--stream-name", STREAM);
        aws("kinesis", "put-record", "--stream-name", STREAM, "--partition-key", "k", "--cli-binary-format", "raw-in-base64-out", "--data", RECORD);
        aws("lambda", "create-function", "--function-name", "printer", "--role", "arn:aws:iam::000000000000:role/any", "--timeout", "30",
                "--runtime", function == Function.JAR ? "java25" : "provided.al2023", "--handler", "EventPrinter", "--zip-file",
                "fileb://" + (function == Function.JAR ? jar() : bootstrap()));
        aws("lambda", "wait", "function-active-v2", "--function-name", "printer");
        aws("lambda", "create-event-source-mapping", "--event-source-arn", STREAM_ARN, "--function-name", "printer", "--starting-position", "TRIM_HORIZON");
        Path printed = data.resolve("store/functions/logs/printer.log");
        Await.until(DELIVERY, () -> text(printed).contains(RECORD_BASE64), () -> "the function has printed its batch: " + text(printed)
                + "\nthe server's log:\n" + container.log());
    }

    /** JSON to Parquet where the image has Java; else that is refused, and said why. */
    private void converts(Function function) throws IOException {
        Path table = Files.createDirectories(data.resolve("store/firehose/schemas/db/lines")).resolve("1.json");
        Files.writeString(table, "{\"Name\":\"lines\",\"StorageDescriptor\":{\"Columns\":[{\"Name\":\"text\",\"Type\":\"string\"}]}}");
        List<String> create = List.of("firehose", "create-delivery-stream", "--delivery-stream-name", "columns", "--extended-s3-destination-configuration",
                "RoleARN=arn:aws:iam::000000000000:role/any,BucketARN=arn:aws:s3:::archive,BufferingHints={SizeInMBs=64,IntervalInSeconds=60},"
                + "DataFormatConversionConfiguration={Enabled=true,InputFormatConfiguration={Deserializer={OpenXJsonSerDe={}}},"
                + "OutputFormatConfiguration={Serializer={ParquetSerDe={}}},SchemaConfiguration={RoleARN=arn:aws:iam::000000000000:role/any,"
                + "DatabaseName=db,TableName=lines,Region=us-east-1,VersionId=LATEST}}");
        if (function == Function.BOOTSTRAP) {
            assertThat(tryAws(create).output()).contains("DataFormatConversionConfiguration needs a JVM and the jars of the format worker");
            return;
        }
        aws(create.toArray(String[]::new));
        Await.until(DELIVERY, () -> aws("firehose", "describe-delivery-stream", "--delivery-stream-name", "columns", "--query",
                "DeliveryStreamDescription.DeliveryStreamStatus").equals("ACTIVE"), () -> "the delivery stream is active");
        aws("firehose", "put-record", "--delivery-stream-name", "columns", "--cli-binary-format", "raw-in-base64-out", "--record",
                "{\"Data\":\"{\\\"text\\\":\\\"" + RECORD + "\\\"}\"}");
        Bucket bucket = new Bucket(data.resolve("store/buckets/archive"));
        Await.until(OBJECT, () -> !bucket.objects().isEmpty(), () -> "an object is there; the server's log:\n" + container.log());
        byte[] object = Files.readAllBytes(bucket.objects().getFirst());
        assertThat(bucket.objects().getFirst().toString()).endsWith(".parquet");
        assertThat(new String(object, StandardCharsets.ISO_8859_1)).startsWith("PAR1").contains(RECORD).endsWith("PAR1");
    }

    private Path jar() throws IOException {
        try (InputStream source = ImageST.class.getResourceAsStream("/functions/EventPrinter.java")) {
            return FunctionJar.compile(directory, "EventPrinter", new String(source.readAllBytes(), StandardCharsets.UTF_8), RELEASE);
        }
    }

    /** The engine's test program, which echoes its events, made to print them too. */
    private Path bootstrap() throws IOException {
        String answer = "int size = ";
        String source = Files.readString(ProjectRoot.find().resolve(BOOTSTRAP));
        assertThat(source).contains(answer);
        Path file = Files.writeString(directory.resolve("bootstrap.c"), source.replace(answer, "puts(event);\n        fflush(stdout);\n        " + answer));
        run(COMPILER.toString(), "-O1", "-w", "-o", directory.resolve("bootstrap").toString(), file.toString());
        byte[] zip = new ProgramZip().add("bootstrap", Files.readAllBytes(directory.resolve("bootstrap")), PROGRAM).bytes();
        return Files.write(directory.resolve("bootstrap.zip"), zip);
    }

    private String aws(String... arguments) {
        Shell.Result result = tryAws(List.of(arguments));
        assertThat(result.exitCode()).as("%s%n%s%nserver:%n%s", List.of(arguments), result.output(), container.log()).isZero();
        return result.output().strip();
    }

    private Shell.Result tryAws(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(AWS.toString(), "--endpoint-url", "http://127.0.0.1:" + image.port(), "--output", "text"));
        command.addAll(arguments);
        Map<String, String> environment = new HashMap<>(key);
        environment.putAll(Map.of("AWS_PAGER", "", "AWS_REGION", "us-east-1", "AWS_CONFIG_FILE", "/dev/null", "AWS_SHARED_CREDENTIALS_FILE", "/dev/null"));
        return container.beside(environment, command);
    }

    private void run(String... command) {
        Shell.Result result = Shell.run(directory, Map.of(), MAKING, List.of(command));
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
