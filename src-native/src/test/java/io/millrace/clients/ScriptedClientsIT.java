package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import io.millrace.process.Await;
import io.millrace.process.ServerProcess;
import io.millrace.usage.Shell;
import org.joda.time.DateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams, records and mappings by the AWS command line and by boto3, where they are installed. */
@ExtendWith(PackagedServer.class)
class ScriptedClientsIT {

    private static final String FUNCTION = "scripted-call-log", STREAM = "scripted", SHARD = "shardId-000000000000",
            STREAM_ARN = "arn:aws:kinesis:us-east-1:" + AwsSdk.ACCOUNT + ":stream/";
    private static final Path COMMAND_LINE = Path.of("/usr/bin/aws");
    private static final Duration STEP = Duration.ofSeconds(90), DELIVERY = Duration.ofSeconds(60);
    private static final int CLIENT_ERROR = 254;

    @TempDir
    private static Path directory;
    private static ServerProcess server;
    private static AwsSdk aws;
    private static CallLog log;

    @BeforeAll
    static void deploy(ServerProcess packaged) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = packaged;
        aws = new AwsSdk(server.endpoint());
        log = new CallLog(directory.resolve("log"));
        log.deploy(aws, FUNCTION, FunctionArchive.zip(directory, CallLog.HANDLER, KinesisEvent.class, DateTime.class));
    }

    @AfterAll
    static void remove() {
        aws.lambda().deleteFunction(call -> call.functionName(FUNCTION));
        aws.close();
    }

    @Test
    void theCommandLineLeadsAStreamOntoAFunction() {
        assumeTrue(Files.isExecutable(COMMAND_LINE), "the AWS command line is not installed");
        command("kinesis", "create-stream", "--stream-name", STREAM, "--shard-count", "1");
        command("kinesis", "wait", "stream-exists", "--stream-name", STREAM);
        assertThat(command("kinesis", "describe-stream-summary", "--stream-name", STREAM, "--query", "StreamDescriptionSummary.StreamARN"))
                .isEqualTo(STREAM_ARN + STREAM);
        command("kinesis", "put-record", "--stream-name", STREAM, "--partition-key", "k", "--cli-binary-format", "raw-in-base64-out", "--data", "typed-in");
        assertThat(command("kinesis", "put-records", "--stream-name", STREAM, "--records", "Data=" + base64("one") + ",PartitionKey=a",
                "Data=" + base64("two") + ",PartitionKey=b", "--query", "FailedRecordCount")).isEqualTo("0");
        String iterator = command("kinesis", "get-shard-iterator", "--stream-name", STREAM, "--shard-id", SHARD, "--shard-iterator-type", "TRIM_HORIZON",
                "--query", "ShardIterator");
        assertThat(command("kinesis", "get-records", "--shard-iterator", iterator, "--query", "Records[].Data").split("\\s+"))
                .containsExactly(base64("typed-in"), base64("one"), base64("two"));
        Shell.Result unknown = run("kinesis", "describe-stream", "--stream-name", "nobody");
        assertThat(unknown.exitCode()).isEqualTo(CLIENT_ERROR);
        assertThat(unknown.output()).contains("An error occurred (ResourceNotFoundException) when calling the DescribeStream operation: "
                + "Stream nobody under account " + AwsSdk.ACCOUNT + " not found.");

        String uuid = command("lambda", "create-event-source-mapping", "--event-source-arn", STREAM_ARN + STREAM, "--function-name", FUNCTION,
                "--starting-position", "TRIM_HORIZON", "--query", "UUID");
        Await.until(DELIVERY, () -> log.doneData(STREAM_ARN + STREAM).size() == 3, () -> "three records are delivered: " + log.calls(STREAM_ARN + STREAM));
        assertThat(log.doneData(STREAM_ARN + STREAM)).containsExactly("typed-in", "one", "two");
        assertThat(command("lambda", "update-event-source-mapping", "--uuid", uuid, "--no-enabled", "--query", "State")).isEqualTo("Disabling");
        aws.awaitMapping(uuid, "Disabled");
        assertThat(command("lambda", "list-event-source-mappings", "--function-name", FUNCTION, "--query", "EventSourceMappings[].State")).contains("Disabled");
        assertThat(command("lambda", "delete-event-source-mapping", "--uuid", uuid, "--query", "State")).isEqualTo("Deleting");
        command("kinesis", "delete-stream", "--stream-name", STREAM);
    }

    @Test
    void botoLeadsAStreamOntoAFunction() throws IOException {
        assumeTrue(Shell.run(directory, Map.of(), STEP, List.of("python3", "-c", "import boto3")).exitCode() == 0, "boto3 is not installed");
        Path script = directory.resolve("streams.py");
        try (InputStream source = ScriptedClientsIT.class.getResourceAsStream("/clients/streams.py")) {
            Files.copy(source, script);
        }

        Shell.Result result = Shell.run(directory, Map.of(), STEP, List.of("python3", script.toString(), server.endpoint().toString(), FUNCTION,
                log.file().toString()));

        assertThat(result.output()).endsWith("all well\n");
        assertThat(result.exitCode()).isZero();
        assertThat(log.doneData(STREAM_ARN + "boto")).containsExactly("boto-1", "boto-2", "boto-3");
    }

    private static String command(String... arguments) {
        Shell.Result result = run(arguments);
        assertThat(result.exitCode()).as("aws %s%n%s", String.join(" ", arguments), result.output()).isZero();
        return result.output().strip();
    }

    private static Shell.Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(COMMAND_LINE.toString(), "--endpoint-url", server.endpoint().toString(), "--output", "text"));
        command.addAll(List.of(arguments));
        return Shell.run(directory, Map.of("AWS_PAGER", ""), STEP, command);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes());
    }
}
