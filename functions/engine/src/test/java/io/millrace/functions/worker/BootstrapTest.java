package io.millrace.functions.worker;

import static io.millrace.functions.worker.EngineWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.functions.catalog.Failure;
import io.millrace.functions.catalog.Function;
import io.millrace.functions.catalog.FunctionRuntime;
import io.millrace.invoke.Outcome;
import io.millrace.process.Await;
import io.millrace.process.ProgramZip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of their own on the Runtime API, on a machine that has no Java. */
class BootstrapTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PROGRAM = 0100755, FILE = 0100644;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;
    private EngineWorld world;

    @BeforeEach
    void open() throws IOException {
        world = new EngineWorld(directory, EngineWorld.settings(directory), Optional.empty());
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = BootstrapTest.class.getResourceAsStream("/bootstraps/" + name)) {
            return in.readAllBytes();
        }
    }

    private void deploy(String name, byte[] archive) throws Exception {
        world.create(name, FunctionRuntime.PROVIDED_AL2023, "a.handler", archive, 5, Map.of("GREETING", "hello"));
        Await.until(SOON, () -> world.engine.isInvocable(name), () -> world.registry.find(name).toString());
    }

    @Test
    void aShellScriptIsAFunction() throws Exception {
        deploy("shell", new ProgramZip().add("bootstrap", resource("shell"), PROGRAM).add("lib/greeting.sh", resource("greeting"), FILE)
                .add("tools/count", resource("count"), PROGRAM).bytes());

        JsonNode answer = JSON.readTree(text(world.invoke("shell", "{\"do\":\"tell\"}")));

        assertThat(answer.get("event").asText()).isEqualTo("{do:tell}");
        assertThat(answer.get("greeting").asText()).isEqualTo("hello from a.handler of shell");
        assertThat(answer.get("tool").asText()).isEqualTo("11");
        assertThat(answer.get("environment").asText().split(" ")).contains("AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR", "_HANDLER",
                "AWS_ENDPOINT_URL", "TMPDIR", "LD_LIBRARY_PATH").doesNotContain("AWS_EXECUTION_ENV", "JAVA_HOME", "MAVEN_OPTS", "USER");
    }

    @Test
    void whatItReportsIsTheFunctionsFailure() throws Exception {
        deploy("failing", new ProgramZip().add("bootstrap", resource("shell"), PROGRAM).add("lib/greeting.sh", resource("greeting"), FILE)
                .add("tools/count", resource("count"), PROGRAM).bytes());
        assertThat(text(world.invoke("failing", "{\"do\":\"fail\"}"))).isEqualTo("failed {\"errorMessage\":\"as asked\",\"errorType\":\"Shell.Failed\"}");
        assertThat(text(world.invoke("failing", "{\"do\":\"exit\"}"))).contains("Runtime.ExitError", "exit status 3");
        assertThat(text(world.invoke("failing", "{\"do\":\"hang\"}"))).contains("Sandbox.Timedout", "timed out after 5.00 seconds");
        assertThat(text(world.invoke("failing", "{}"))).contains("hello from");
    }

    @Test
    void aNativeProgramIsAFunction() throws Exception {
        assumeThat(Path.of("/usr/bin/gcc")).isExecutable();
        Path source = directory.resolve("bootstrap.c");
        Files.write(source, resource("bootstrap.c"));
        Process compiler = new ProcessBuilder("gcc", "-O1", "-o", directory.resolve("bootstrap").toString(), source.toString()).inheritIO().start();
        assertThat(compiler.waitFor()).isZero();
        deploy("native", new ProgramZip().add("bootstrap", Files.readAllBytes(directory.resolve("bootstrap")), PROGRAM).bytes());
        int mostCalls = 0;
        for (int call = 1; call <= 20; call++) {
            JsonNode answer = JSON.readTree(text(world.invoke("native", "{\"call\":" + call + "}")));
            assertThat(answer.get("event").get("call").asInt()).isEqualTo(call);
            mostCalls = Math.max(mostCalls, answer.get("calls").asInt());
        }
        assertThat(mostCalls).as("calls of one process").isGreaterThan(2);
    }

    @Test
    void anArchiveWithoutItsProgramIsToldAtTheCall() throws Exception {
        deploy("empty", new ProgramZip().add("other", new byte[1], FILE).bytes());
        assertThat(text(world.invoke("empty", "{}"))).contains("Runtime.InvalidEntrypoint", "Couldn't find valid bootstrap(s)");
        deploy("weak", new ProgramZip().add("bootstrap", resource("shell"), FILE).bytes());
        assertThat(text(world.invoke("weak", "{}"))).contains("Runtime.InvalidEntrypoint", "mode must be 755");
    }

    @Test
    void aFunctionInJavaFailsUntilThereIsOne() throws Exception {
        byte[] jar = Files.readAllBytes(EngineWorld.jar("Do", Functions.DO));
        world.create("waiting", FunctionRuntime.JAVA21, "Do", jar, 30, Map.of());
        Await.until(SOON, () -> world.registry.find("waiting").orElseThrow().state() == Function.State.FAILED, () -> "not failed");
        assertThat(world.registry.find("waiting").orElseThrow().failure()).get().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(Failure.Code.INVALID_RUNTIME);
            assertThat(failure.reason()).contains("needs Java 21 or later", "none was found");
        });
        assertThat(world.invoke("waiting", "{}")).isInstanceOf(Outcome.Unavailable.class);

        world.restart(WorkerJdk.find(Optional.of(Path.of(System.getProperty("java.home"))), Optional.empty(), Map.of()));
        Await.until(SOON, () -> world.engine.isInvocable("waiting"), () -> world.registry.find("waiting").toString());
        assertThat(text(world.invoke("waiting", "{\"do\":\"echo\",\"what\":5}"))).isEqualTo("5");

        world.restart(Optional.empty());
        Await.until(SOON, () -> !world.engine.isInvocable("waiting"), () -> world.registry.find("waiting").toString());
        assertThat(world.registry.find("waiting").orElseThrow().failure()).isPresent();
    }

    @Test
    void eachOfManyFilesKeepsItsMode() throws Exception {
        ProgramZip zip = new ProgramZip().add("bootstrap", resource("many"), PROGRAM);
        for (int i = 0; i < 500; i++) {
            zip.add("files/" + i, "x".getBytes(StandardCharsets.UTF_8), i % 3 == 0 ? PROGRAM : FILE);
        }
        deploy("many", zip.bytes());
        assertThat(text(world.invoke("many", "{}"))).isEqualTo("167");
    }
}
