package io.millrace.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.millrace.process.ServerProcess;
import io.millrace.usage.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Databases, tables and versions by boto3, where it is installed; by the AWS command line they are made in the documentation. */
@ExtendWith(PackagedServer.class)
class SchemaRegistryIT {

    private static final Duration STEP = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void botoKeepsTables(ServerProcess server) throws IOException {
        assumeTrue(Shell.run(directory, Map.of(), STEP, List.of("python3", "-c", "import boto3")).exitCode() == 0, "boto3 is not installed");
        Path script = directory.resolve("tables.py");
        try (InputStream source = SchemaRegistryIT.class.getResourceAsStream("/clients/tables.py")) {
            Files.copy(source, script);
        }

        Shell.Result result = Shell.run(directory, Map.of(), STEP, List.of("python3", script.toString(), server.endpoint().toString()));

        assertThat(result.output()).endsWith("all well\n");
        assertThat(result.exitCode()).isZero();
    }
}
