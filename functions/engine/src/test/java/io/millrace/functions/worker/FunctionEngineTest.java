package io.millrace.functions.worker;

import static io.millrace.functions.worker.EngineWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.functions.catalog.Function;
import io.millrace.invoke.Outcome;
import io.millrace.process.Await;
import io.millrace.process.ProcessTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions in real processes: what they get, what they return, and every way in which they end badly. */
class FunctionEngineTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;
    private static EngineWorld world;

    @BeforeAll
    static void open() throws Exception {
        world = new EngineWorld(directory, EngineWorld.settings(directory));
        world.deploy("do", "Do", Functions.DO, 30, 128, Map.of("GREETING", "grüß dich"));
    }

    @AfterAll
    static void close() throws Exception {
        world.close();
    }

    @Test
    void aWarmWorkerKeepsItsState() throws Exception {
        Map<Long, Integer> calls = new HashMap<>();
        for (int call = 0; call < 10; call++) {
            JsonNode answer = JSON.readTree(text(world.invoke("do", "{\"do\":\"calls\"}")));
            int before = calls.getOrDefault(answer.get("pid").asLong(), answer.get("calls").asInt() - 1);
            assertThat(answer.get("calls").asInt()).isEqualTo(before + 1);
            calls.put(answer.get("pid").asLong(), before + 1);
        }
        assertThat(calls).as("a slow machine may need a second worker").hasSizeLessThan(4);
    }

    @Test
    void aFunctionHasItsEnvironmentAndNothingOfTheServers() throws Exception {
        JsonNode environment = JSON.readTree(text(world.invoke("do", "{\"do\":\"environment\"}")));
        assertThat(environment.get("GREETING").asText()).isEqualTo("grüß dich");
        assertThat(environment.get("AWS_ENDPOINT_URL").asText()).isEqualTo("http://127.0.0.1:4566");
        assertThat(environment.get("AWS_ACCESS_KEY_ID").asText()).isEqualTo("key");
        assertThat(environment.get("AWS_LAMBDA_FUNCTION_NAME").asText()).isEqualTo("do");
        assertThat(environment.get("AWS_EXECUTION_ENV").asText()).isEqualTo("AWS_Lambda_java21");
        assertThat(environment.get("TMPDIR").asText()).startsWith(directory.toString());
        assertThat(environment.fieldNames()).toIterable().doesNotContain("JAVA_HOME", "MAVEN_OPTS", "USER", "MAVEN_CMD_LINE_ARGS");
    }

    @Test
    void theContextIsTheFunctions() throws Exception {
        JsonNode context = JSON.readTree(text(world.invoke("do", "{\"do\":\"context\"}")));
        assertThat(context.get("name").asText()).isEqualTo("do");
        assertThat(context.get("arn").asText()).isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:do");
        assertThat(context.get("memory").asInt()).isEqualTo(128);
        assertThat(context.get("left").asInt()).isBetween(20_000, 30_000);
    }

    @Test
    void anExceptionIsAFailureAndTheWorkerGoesOn() throws Exception {
        JsonNode before = JSON.readTree(text(world.invoke("do", "{\"do\":\"calls\"}")));
        Outcome.Failed failed = (Outcome.Failed) world.invoke("do", "{\"do\":\"throw\"}");
        JsonNode error = JSON.readTree(failed.payload());
        assertThat(failed.kind()).isEqualTo("Unhandled");
        assertThat(error.get("errorMessage").asText()).isEqualTo("as it was asked");
        assertThat(error.get("errorType").asText()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(ProcessTable.alive(before.get("pid").asLong())).isTrue();
    }

    @Test
    void timeIsUp() throws Exception {
        world.deploy("hanging", "Do", Functions.DO, 1, 128, Map.of());
        Invocation.Result result = world.invokeNow("hanging", "{\"do\":\"spin\"}", true);
        assertThat(text(result.outcome())).contains("Sandbox.Timedout", "RequestId: " + result.requestId() + " Error: Task timed out after 1.00 seconds");
        assertThat(new String(result.tail(), StandardCharsets.UTF_8)).contains("START RequestId: " + result.requestId(),
                "Task timed out after 1.00 seconds", "END RequestId: " + result.requestId());
        assertThat(text(world.invoke("hanging", "{\"do\":\"echo\",\"what\":\"again\"}"))).isEqualTo("\"again\"");
    }

    @Test
    void anExitIsAFailureOfThatInvocationOnly() throws Exception {
        assertThat(text(world.invoke("do", "{\"do\":\"exit\",\"code\":3}"))).contains("Runtime.ExitError", "exit status 3");
        assertThat(text(world.invoke("do", "{\"do\":\"exit\",\"code\":0}"))).contains("Runtime.ExitError", "without providing a reason");
        assertThat(text(world.invoke("do", "{\"do\":\"halt\"}"))).contains("exit status 7");
        assertThat(text(world.invoke("do", "{\"do\":\"echo\",\"what\":1}"))).isEqualTo("1");
    }

    @Test
    void memoryIsLimited() throws Exception {
        assertThat(text(world.invoke("do", "{\"do\":\"heap\"}"))).contains("failed", "OutOfMemoryError");
        assertThat(text(world.invoke("do", "{\"do\":\"echo\",\"what\":2}"))).isEqualTo("2");
    }

    @Test
    void aResponseMayBeLargeButNotTooLarge() throws Exception {
        assertThat(text(world.invoke("do", "{\"do\":\"large\",\"bytes\":6291454}"))).hasSize(6 * 1024 * 1024);
        assertThat(text(world.invoke("do", "{\"do\":\"large\",\"bytes\":6300000}"))).contains("Function.ResponseSizeTooLarge");
        assertThat(text(world.invoke("do", "{\"do\":\"echo\",\"what\":3}"))).isEqualTo("3");
    }

    @Test
    void whatIsPrintedIsInTheTailAndInTheLog() throws Exception {
        Invocation.Result result = world.invokeNow("do", "{\"do\":\"print\",\"what\":\"so ist es\"}", true);
        String tail = new String(result.tail(), StandardCharsets.UTF_8);
        assertThat(tail.lines()).startsWith("START RequestId: " + result.requestId() + " Version: $LATEST", "so ist es", "to stderr",
                "END RequestId: " + result.requestId());
        assertThat(tail).containsPattern("REPORT RequestId: " + result.requestId()
                + "\tDuration: [0-9.]+ ms\tBilled Duration: [0-9]+ ms\tMemory Size: 128 MB\tMax Memory Used: [1-9][0-9]+ MB");
        assertThat(Files.readString(directory.resolve("logs/do.log"))).contains(" " + result.requestId() + " so ist es\n");
    }

    @Test
    void outputWithoutEndIsBounded() throws Exception {
        world.deploy("flooding", "Do", Functions.DO, 2, 128, Map.of());
        Invocation.Result result = world.invokeNow("flooding", "{\"do\":\"flood\"}", true);
        assertThat(text(result.outcome())).contains("Sandbox.Timedout");
        assertThat(result.tail()).hasSize(WorkerOutput.TAIL_BYTES);
        assertThat(Files.size(directory.resolve("logs/flooding.log"))).isLessThanOrEqualTo(64 * 1024);
        assertThat(directory.resolve("logs/flooding.log.1")).exists();
        assertThat(directory.resolve("logs/flooding.log.2")).doesNotExist();
    }

    @Test
    void aChildOfAFunctionEndsWithIt() throws Exception {
        Function function = world.deploy("parent", "Do", Functions.DO);
        long child = JSON.readTree(text(world.invoke("parent", "{\"do\":\"child\"}"))).get("child").asLong();
        assertThat(ProcessTable.alive(child)).isTrue();
        world.registry.delete(function.name()).toCompletableFuture().get();
        Await.until(SOON, () -> !ProcessTable.alive(child), () -> "the child lives");
    }

    @Test
    void initFailsWithTheEndOfTheOutput() throws Exception {
        world.deploy("broken", "Broken", Functions.BROKEN);
        assertThat(text(world.invoke("broken", "{}"))).contains("Runtime.ExitError", "exit status 9", "cannot find the configuration");
        assertThat(text(world.invokeNow("broken", "{}", false).outcome())).contains("Runtime.ExitError", "cannot find the configuration");
        world.deploy("broken-too", "Broken", Functions.BROKEN);
        assertThat(new String(world.invokeNow("broken-too", "{}", true).tail(), StandardCharsets.UTF_8)).contains("cannot find the configuration");
    }

    @Test
    void initHasALimit() throws Exception {
        Path own = directory.resolve("own");
        FunctionSettings usual = EngineWorld.settings(own);
        FunctionSettings hasty = new FunctionSettings(usual.runtimeDirectory(), usual.logsDirectory(), usual.logBytesMax(), usual.javaHome(),
                Duration.ofSeconds(3), 0, 0, usual.limits());
        try (EngineWorld other = new EngineWorld(own, hasty)) {
            other.deploy("slow", "Slow", Functions.SLOW);
            assertThat(text(other.invoke("slow", "{}"))).contains("Init timed out after 3.00 seconds", "waiting for the world");
        }
    }

    @Test
    void aMissingClassIsTold() throws Exception {
        world.deployAs("missing", "no.such.Handler", EngineWorld.jar("Do", Functions.DO));
        assertThat(text(world.invoke("missing", "{}"))).contains("failed", "no.such.Handler");
    }

    @Test
    void streamsAreHandedThrough() throws Exception {
        world.deploy("copy", "Copy", Functions.STREAM);
        assertThat(text(world.invoke("copy", "{\"a\": [1, 2,  3]}"))).isEqualTo("{\"a\": [1, 2,  3]}");
    }

    @Test
    void kinesisEventsAreUnderstood() throws Exception {
        world.deploy("count", "Count", Functions.KINESIS);
        assertThat(text(world.invoke("count", """
                {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"k","sequenceNumber":"1","data":"aGFsbG8=",
                "approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"e",
                "eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::000000000000:role/r","awsRegion":"us-east-1",
                "eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}]}"""))).isEqualTo("\"k=hallo;\"");
    }

    @Test
    void anUnknownFunctionIsUnavailable() throws Exception {
        assertThat(world.invoke("nobody", "{}")).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void aChangedFunctionRunsItsNewGeneration() throws Exception {
        world.deploy("changing", "Do", Functions.DO, 30, 128, Map.of("WHO", "first"));
        assertThat(text(world.invoke("changing", "{\"do\":\"environment\"}"))).contains("first");
        Function changed = world.registry.change("changing", java.util.Optional.empty(), java.util.Optional.empty(), old -> new io.millrace.functions
                .catalog.Configuration(old.runtime(), old.handler(), old.role(), old.description(), 128, 30, Map.of("WHO", "second"),
                        old.architecture(), old.storageMebibytes())).toCompletableFuture().get();
        world.engine.deploy(changed);
        assertThat(text(world.invoke("changing", "{\"do\":\"environment\"}"))).contains("second").doesNotContain("first");
    }
}
