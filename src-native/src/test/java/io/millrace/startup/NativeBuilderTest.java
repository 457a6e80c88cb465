package io.millrace.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.millrace.usage.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code ./millrace native} builds with, as docs/native.md says: up to what Maven is told. That Quarkus then builds in the image that
 * it is told of is not tried here.
 */
class NativeBuilderTest {

    private static final String FITS = "echo 'native-image 25 2025-09-16'", OLD = "echo 'native-image 21.0.9 2025-10-21'", RUNS = "exit 0", RUNS_NOT = "exit 1";
    private static final String HERE = "-Dquarkus.native.container-build=false";

    @TempDir
    private Path directory;
    private LaunchedTools tools;

    @BeforeEach
    void tools() throws IOException {
        tools = new LaunchedTools(directory).withProgram("mvn", RUNS);
    }

    @ParameterizedTest
    @CsvSource({"docker, true, true", "docker, true, false", "podman, false, true"})
    void aContainerEngineThatRunsBuildsInTheMandrelImage(String chosen, boolean dockerRuns, boolean podmanRuns) throws IOException {
        tools.withProgram("docker", dockerRuns ? RUNS : RUNS_NOT).withProgram("podman", podmanRuns ? RUNS : RUNS_NOT);

        Shell.Result result = tools.launch("native", "-Dquarkus.native.native-image-xmx=8g");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("millrace: built " + tools.file("src-native/target/millrace"));
        assertThat(tools.calls()).filteredOn(call -> !call.startsWith("mvn ")).isEqualTo(dockerRuns ? List.of("docker info") : List.of("docker info", "podman info"));
        assertThat(maven()).contains("package", "-Dnative", "-Dquarkus.native.container-build=true", "-Dquarkus.native.container-runtime=" + chosen,
                "-Dquarkus.native.builder-image=mandrel", "-Dquarkus.native.native-image-xmx=8g").containsSubsequence("-pl", "src-native", "-am").doesNotContain(HERE);
        assertThat(tools.file("src-native/target/built-native")).exists();
    }

    @Test
    void nativeImageOnThePathComesBeforeAnEngine() throws IOException {
        tools.withProgram("native-image", FITS).withProgram("docker", RUNS);

        assertThat(tools.launch("native").exitCode()).isZero();
        assertThat(tools.calls()).first().isEqualTo("native-image --version");
        assertThat(maven()).contains(HERE).noneMatch(option -> option.contains("container-runtime"));
        assertThat(tools.calls()).noneMatch(call -> call.startsWith("docker"));
    }

    @Test
    void theOneThatGraalvmHomeNamesComesFirst() throws IOException {
        Path named = Files.createDirectories(directory.resolve("graalvm/bin")).resolve("native-image");
        tools.withProgram("native-image", OLD).withVariable("GRAALVM_HOME", directory.resolve("graalvm").toString());

        Shell.Result missing = tools.launch("native");
        tools.write(named, FITS);
        Shell.Result found = tools.launch("native");

        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.output()).contains("GRAALVM_HOME is " + directory.resolve("graalvm"), "no bin/native-image");
        assertThat(found.exitCode()).as(found.output()).isZero();
        assertThat(maven()).contains(HERE);
    }

    @Test
    void anotherVersionIsRefused() throws IOException {
        Shell.Result result = tools.withProgram("native-image", OLD).withProgram("docker", RUNS).launch("native");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("is of version 21; it must be 25");
        assertThat(tools.calls()).containsExactly("native-image --version");
    }

    @Test
    void withNoneOfThemItIsSaidWhatToInstall() throws IOException {
        Shell.Result result = tools.withProgram("podman", RUNS_NOT).launch("native");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("Mandrel or GraalVM 25", "GRAALVM_HOME", "apt-get install gcc libc6-dev zlib1g-dev", "Docker or Podman, running");
        assertThat(tools.calls()).containsExactly("podman info");
        assertThat(tools.file("src-native/target")).doesNotExist();
    }

    @Test
    void aBuildThatFailsCountsAsNone() throws IOException {
        Shell.Result result = tools.withProgram("docker", RUNS).withProgram("mvn", "echo 'no space left'", RUNS_NOT).launch("native");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("no space left", "the native build failed");
        assertThat(tools.file("src-native/target/built-native")).doesNotExist();
    }

    private List<String> maven() throws IOException {
        return tools.calls().stream().filter(call -> call.startsWith("mvn ")).map(call -> Arrays.asList(call.split(" "))).findFirst().orElseThrow();
    }
}
