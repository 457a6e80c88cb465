package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.millrace.house.ProjectRoot;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping and refusing to start. */
class CommandLineST {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration REFUSAL = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void startsTellsItsHealthAndMetricsAndStopsWithZero() throws Exception {
        try (ServerProcess server = start()) {
            assertThat(get(server, "/q/health/live").statusCode()).isEqualTo(200);
            assertThat(get(server, "/q/health/ready").body()).contains("\"UP\"");
            assertThat(get(server, "/q/metrics").body()).contains("jvm_memory_used_bytes");

            assertThat(server.terminate(STOP)).as(server.logTail()).isZero();
        }
    }

    @Test
    void aPageInABrowserIsRefusedOnEveryPath() throws Exception {
        try (ServerProcess server = start(); HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/", "/q/metrics", "/2015-03-31/functions")) {
                HttpRequest request = HttpRequest.newBuilder(server.endpoint().resolve(path)).header("Origin", "http://evil.example").build();
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

                assertThat(response.statusCode()).as(path).isEqualTo(403);
                assertThat(response.body()).as(path).contains("Origin");
            }
        }
    }

    @Test
    void aDirectoryInUseIsRefusedInOneLine() {
        try (ServerProcess server = start()) {
            ServerProcess.CommandResult second = command("serve", "--port", "0", "--data", data().toString());

            assertRefused(second, data().toString());
            assertThat(server.isReady()).isTrue();
        }
    }

    @Test
    void aDirectoryOfAnUnknownFormatIsRefusedInOneLine() throws IOException {
        Files.createDirectories(data());
        Files.writeString(data().resolve("format"), "millrace 999\n");

        assertRefused(command("serve", "--port", "0", "--data", data().toString()), "999");
    }

    @Test
    void verifyChecksAStoppedServersDirectoryAndLeavesARunningOnesAlone() {
        try (ServerProcess server = start()) {
            assertThat(command("verify", data().toString()).exitCode()).isEqualTo(2);
            assertThat(server.terminate(STOP)).isZero();
        }
        ServerProcess.CommandResult verified = command("verify", data().toString());

        assertThat(verified.exitCode()).as(verified.output()).isZero();
        assertThat(verified.output()).contains(data().toString());
    }

    @Test
    void aTakenPortIsRefusedInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(command("serve", "--port", Integer.toString(taken.getLocalPort()), "--data", data().toString()),
                    Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void anAddressThatOthersReachIsRefusedInOneLine() {
        assertRefused(command("serve", "--host", "0.0.0.0", "--data", data().toString()), "access keys");
    }

    @Test
    void aWrongCommandLineIsTwo() {
        assertThat(command("serve", "--prot", "1").exitCode()).isEqualTo(2);
        assertThat(command("sevre").exitCode()).isEqualTo(2);
        assertThat(launcher("sevre", Map.of()).exitCode()).isEqualTo(2);
        assertThat(launcher("help", Map.of())).satisfies(help -> assertThat(help.exitCode()).isZero())
                .satisfies(help -> assertThat(help.output()).contains("serve", "demo", "native", "test", "bench", "verify"));
    }

    @Test
    void aBuilderThatIsNotThereIsNamedBeforeAnythingIsBuilt() {
        Shell.Result refused = launcher("native", Map.of("GRAALVM_HOME", directory.toString()));

        assertThat(refused.output().strip()).isEqualTo("millrace: GRAALVM_HOME is " + directory + ", and there is no bin/native-image in it");
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    private Path data() {
        return directory.resolve("data");
    }

    private ServerProcess start() {
        return ServerProcess.start(ServerLaunch.on(data())).awaitReady(START);
    }

    private ServerProcess.CommandResult command(String... arguments) {
        return ServerProcess.run(ServerLaunch.on(data()), REFUSAL, arguments);
    }

    private static Shell.Result launcher(String command, Map<String, String> environment) {
        return Shell.run(ProjectRoot.find(), environment, REFUSAL, List.of("sh", "./millrace", command));
    }

    private static void assertRefused(ServerProcess.CommandResult result, String why) {
        assertThat(result.output().strip()).contains(why).startsWith("millrace: ").hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(1);
    }

    private static HttpResponse<String> get(ServerProcess server, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = server.endpoint().resolve(path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
