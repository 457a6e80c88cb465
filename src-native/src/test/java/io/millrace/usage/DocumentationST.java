package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.millrace.house.ProjectRoot;
import io.millrace.process.ServerLaunch;
import io.millrace.process.ServerProcess;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation tells people to type, typed. */
class DocumentationST {

    private static final Path ROOT = ProjectRoot.find();
    /** Debian's package; another aws on the PATH may be of version 1. */
    private static final Path AWS = Path.of("/usr/bin/aws");
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration SCRIPT = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> commandsOfEveryPageWork() throws IOException {
        assumeTrue(Files.isExecutable(AWS), "the AWS command line is not installed");
        return DocumentedCommands.pages(ROOT).stream()
                .map(page -> DynamicTest.dynamicTest(ROOT.relativize(page).toString(), () -> run(page)));
    }

    @Test
    void theReadmeSetsUpWithExactlyTwoCommands() {
        assertThat(DocumentedCommands.launcherCommands(ROOT.resolve("README.md"))).startsWith("demo", "test").contains("serve");
    }

    private void run(Path page) throws IOException {
        Path data = Files.createTempDirectory(directory, "data").resolve("data");
        try (ServerProcess server = ServerProcess.start(ServerLaunch.on(data)).awaitReady(START)) {
            String script = "set -euo pipefail\n"
                    + DocumentedCommands.script(page).replace("http://127.0.0.1:4566", server.endpoint().toString());
            Map<String, String> environment = Map.of("PATH", AWS.getParent() + ":" + System.getenv("PATH"), "AWS_PAGER", "",
                    "AWS_CONFIG_FILE", "/dev/null", "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");

            Shell.Result result = Shell.run(ROOT, environment, SCRIPT, List.of("bash", "-c", script));

            assertThat(result.exitCode()).as("%s\n%s\nserver:\n%s", page, result.output(), server.logTail()).isZero();
        }
    }
}
