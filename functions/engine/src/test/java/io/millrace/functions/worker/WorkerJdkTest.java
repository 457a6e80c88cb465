package io.millrace.functions.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.functions.catalog.Failure;
import io.millrace.functions.catalog.FunctionRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerJdkTest {

    @TempDir
    Path directory;

    private Path jdk(String name, String version) throws IOException {
        Path home = directory.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.createFile(home.resolve("bin/java"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"any\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    @Test
    void theNewestIsTakenAndTheServersOwnAmongEquals() throws IOException {
        Path own = jdk("own", "21.0.9");
        Path other = jdk("other", "21.0.10");
        Path newer = jdk("newer", "25.0.1");
        assertThat(WorkerJdk.find(Optional.empty(), Optional.of(own), Map.of("JAVA_HOME", other.toString()))).map(WorkerJdk::home).contains(own);
        Map<String, String> environment = Map.of("JAVA_HOME", other.toString(), "PATH", directory + ":" + newer.resolve("bin"));
        assertThat(WorkerJdk.find(Optional.empty(), Optional.of(own), environment)).map(WorkerJdk::release).contains(25);
        assertThat(WorkerJdk.find(Optional.of(own), Optional.empty(), environment)).map(WorkerJdk::home).contains(own);
    }

    @Test
    void aProgramOfThatNameIsNoJava() throws IOException {
        Path fake = jdk("fake", "25");
        Files.delete(fake.resolve("release"));
        assertThat(WorkerJdk.find(Optional.empty(), Optional.empty(), Map.of("JAVA_HOME", fake.toString(), "PATH", fake + "/bin"))).isEmpty();
        assertThatThrownBy(() -> WorkerJdk.find(Optional.of(fake), Optional.empty(), Map.of())).isInstanceOf(IOException.class)
                .hasMessageContaining(fake + ", where millrace.functions.java-home leads to");
    }

    @Test
    void anOldReleaseRunsNoNewerRuntime() throws IOException {
        Optional<WorkerJdk> seventeen = WorkerJdk.find(Optional.of(jdk("seventeen", "17.0.9")), Optional.empty(), Map.of());
        assertThat(WorkerJdk.obstacle(seventeen, FunctionRuntime.JAVA8_AL2)).isEmpty();
        assertThat(WorkerJdk.obstacle(seventeen, FunctionRuntime.JAVA17)).isEmpty();
        assertThat(WorkerJdk.obstacle(seventeen, FunctionRuntime.JAVA21)).get().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(Failure.Code.INVALID_RUNTIME);
            assertThat(failure.reason()).contains("Runtime java21 needs Java 21 or later", "is 17.0.9");
        });
        assertThat(WorkerJdk.obstacle(Optional.empty(), FunctionRuntime.JAVA8_AL2)).map(Failure::reason).get().asString().contains("none was found");
        assertThat(WorkerJdk.obstacle(Optional.empty(), FunctionRuntime.PROVIDED_AL2023)).isEmpty();
    }
}
