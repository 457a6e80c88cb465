package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.millrace.process.FunctionJar;
import io.millrace.process.ProcessTable;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AWS command line and boto3 make, change, run and remove functions with nothing but the endpoint changed. */
class FunctionClientsST {

    private static final Path COMMAND_LINE = Path.of("/usr/bin/aws");
    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final Duration START = Duration.ofSeconds(60), STEP = Duration.ofSeconds(60), STOP = Duration.ofSeconds(20);
    private static final Map<String, String> ENVIRONMENT = Map.of("AWS_ACCESS_KEY_ID", "any", "AWS_SECRET_ACCESS_KEY", "any",
            "AWS_DEFAULT_REGION", "us-east-1", "AWS_PAGER", "");
    private static final String SOURCE = """
            import java.util.Map;
            public class Greeter {
                public String greet(Map<String, String> event) {
                    System.out.println("greeting " + event.get("name"));
                    if (event.get("name") == null) { throw new IllegalArgumentException("nobody to greet"); }
                    return System.getenv("GREETING") + " " + event.get("name");
                }
            }
            """;
    private static final String BOTO = """
            import boto3, json, sys
            from botocore.config import Config
            client = boto3.client('lambda', endpoint_url=sys.argv[1], config=Config(retries={'max_attempts': 0}))
            code = open(sys.argv[2], 'rb').read()
            client.create_function(FunctionName='boto', Runtime='java17', Handler='Greeter::greet', Role='%s', Code={'ZipFile': code},
                                   Environment={'Variables': {'GREETING': 'salut'}}, Timeout=20)
            client.get_waiter('function_active_v2').wait(FunctionName='boto')
            answer = client.invoke(FunctionName='boto', Payload=json.dumps({'name': 'boto'}))
            assert answer['StatusCode'] == 200 and 'FunctionError' not in answer, answer
            assert json.load(answer['Payload']) == 'salut boto'
            client.update_function_configuration(FunctionName='boto', Environment={'Variables': {'GREETING': 'ciao'}})
            client.get_waiter('function_updated_v2').wait(FunctionName='boto')
            assert json.load(client.invoke(FunctionName='boto', Payload=b'{"name":"b"}')['Payload']) == 'ciao b'
            failed = client.invoke(FunctionName='boto', Payload=b'{}')
            assert failed['FunctionError'] == 'Unhandled' and json.load(failed['Payload'])['errorMessage'] == 'nobody to greet'
            try:
                client.create_function(FunctionName='boto', Runtime='java17', Handler='h', Role='%s', Code={'ZipFile': code})
                raise AssertionError('created twice')
            except client.exceptions.ResourceConflictException as conflict:
                assert conflict.response['Error']['Message'] == 'Function already exist: boto', conflict.response
            client.delete_function(FunctionName='boto')
            try:
                client.get_function(FunctionName='boto')
                raise AssertionError('still there')
            except client.exceptions.ResourceNotFoundException:
                print('all well')
            """.formatted(ROLE, ROLE);

    @TempDir
    static Path directory;
    private static Path jar;
    private static ServerProcess server;

    @BeforeAll
    static void start() throws Exception {
        jar = FunctionJar.compile(directory, "Greeter", SOURCE, 17);
        server = ServerProcess.start(ServerLaunch.on(directory.resolve("data"))).awaitReady(START);
    }

    @AfterAll
    static void stop() {
        try (ServerProcess running = server) {
            assertThat(running.terminate(STOP)).as(running.logTail()).isZero();
            assertThat(ProcessTable.withEnvironment("GREETING=hallo")).isEmpty();
        }
    }

    @Test
    void theCommandLine() throws Exception {
        assumeTrue(Files.isExecutable(COMMAND_LINE), "the AWS command line is not installed");
        assertThat(aws("create-function", "--function-name", "cli", "--runtime", "java21", "--handler", "Greeter::greet", "--role", ROLE,
                "--zip-file", "fileb://" + jar, "--environment", "Variables={GREETING=hallo}", "--timeout", "20", "--query", "State"))
                .isEqualTo("Pending");
        aws("wait", "function-active-v2", "--function-name", "cli");
        assertThat(invoke("{\"name\":\"welt\"}", "ExecutedVersion")).isEqualTo("$LATEST");
        assertThat(directory.resolve("answer")).hasContent("\"hallo welt\"");
        assertThat(new String(Base64.getDecoder().decode(invoke("{\"name\":\"log\"}", "LogResult")), StandardCharsets.UTF_8))
                .contains("START RequestId: ", "greeting log\n", "END RequestId: ", "REPORT RequestId: ");
        assertThat(invoke("{}", "FunctionError")).isEqualTo("Unhandled");
        assertThat(aws("update-function-configuration", "--function-name", "cli", "--memory-size", "256", "--query", "LastUpdateStatus"))
                .isEqualTo("InProgress");
        aws("wait", "function-updated", "--function-name", "cli");
        assertThat(aws("get-function-configuration", "--function-name", "cli", "--query", "MemorySize")).isEqualTo("256");
        assertThat(aws("list-functions", "--query", "Functions[].FunctionName")).contains("cli");
        aws("delete-function", "--function-name", "cli");
        assertThat(run("get-function", "--function-name", "cli").output()).contains("ResourceNotFoundException",
                "Function not found: arn:aws:lambda:us-east-1:000000000000:function:cli");
    }

    @Test
    void boto() {
        assumeTrue(Shell.run(directory, Map.of(), STEP, List.of("python3", "-c", "import boto3")).exitCode() == 0, "boto3 is not installed");
        Shell.Result result = Shell.run(directory, ENVIRONMENT, STEP, List.of("python3", "-c", BOTO, server.endpoint().toString(), jar.toString()));
        assertThat(result.output()).contains("all well");
        assertThat(result.exitCode()).isZero();
    }

    private static String invoke(String event, String query) {
        return aws("invoke", "--function-name", "cli", "--cli-binary-format", "raw-in-base64-out", "--payload", event, "--log-type", "Tail",
                "--query", query, directory.resolve("answer").toString());
    }

    private static String aws(String... arguments) {
        Shell.Result result = run(arguments);
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output().strip();
    }

    private static Shell.Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(COMMAND_LINE.toString(), "--endpoint-url", server.endpoint().toString(), "--output", "text",
                "lambda"));
        command.addAll(List.of(arguments));
        return Shell.run(directory, ENVIRONMENT, STEP, command);
    }
}
