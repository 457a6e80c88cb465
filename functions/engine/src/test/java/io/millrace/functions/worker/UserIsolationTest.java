package io.millrace.functions.worker;

import static io.millrace.functions.worker.EngineWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions as users of their own; where the tests run as root. */
class UserIsolationTest {

    private static final int FIRST = 61_000;

    @TempDir
    Path directory;

    @BeforeEach
    void needsRoot() throws IOException {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isEqualTo(0);
    }

    private FunctionSettings settings(int users) {
        FunctionSettings usual = EngineWorld.settings(directory);
        return new FunctionSettings(usual.runtimeDirectory(), usual.logsDirectory(), usual.logBytesMax(), usual.javaHome(), usual.initMax(),
                FIRST, users, usual.limits());
    }

    @Test
    void eachFunctionIsAUserOfItsOwn() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        try (EngineWorld world = new EngineWorld(directory, settings(2))) {
            assertThat(world.engine.isolation()).isEqualTo("user");
            world.deploy("one", "Do", Functions.DO);
            world.deploy("two", "Do", Functions.DO);
            world.deploy("three", "Do", Functions.DO);
            long one = pid(world, "one");
            long two = pid(world, "two");
            assertThat(Files.getAttribute(Path.of("/proc/" + one), "unix:uid")).isEqualTo(FIRST);
            assertThat(Files.getAttribute(Path.of("/proc/" + two), "unix:uid")).isEqualTo(FIRST + 1);
            assertThat(text(world.invoke("three", "{}"))).contains("all users of the range are taken");
        }
    }

    @Test
    void aDirectoryThatOthersCannotReachIsRefused() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> new EngineWorld(directory, settings(2))).isInstanceOf(IOException.class)
                .hasMessageContaining("others must be allowed to pass through " + directory.toRealPath());
    }

    private static long pid(EngineWorld world, String function) throws Exception {
        JsonNode answer = new ObjectMapper().readTree(text(world.invoke(function, "{\"do\":\"calls\"}")));
        return answer.get("pid").asLong();
    }
}
