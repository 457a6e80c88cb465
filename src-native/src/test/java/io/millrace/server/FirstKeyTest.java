package io.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.millrace.access.AccessKey;
import io.millrace.access.KeyFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of a first start: made once, shown once, for its owner alone. */
class FirstKeyTest {

    @TempDir
    private Path directory;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);

    @Test
    void madeAndShownOnce() throws IOException {
        Path file = FirstKey.in(directory.resolve("access"), out);
        List<AccessKey> keys = KeyFile.parse(Files.readAllBytes(file));

        assertThat(keys).hasSize(1);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("AWS_ACCESS_KEY_ID=" + keys.get(0).id() + "\n")
                .contains("AWS_SECRET_ACCESS_KEY=" + keys.get(0).secret() + "\n");

        shown.reset();
        assertThat(FirstKey.in(directory.resolve("access"), out)).isEqualTo(file);
        assertThat(KeyFile.parse(Files.readAllBytes(file))).isEqualTo(keys);
        assertThat(shown.size()).isZero();
    }

    @Test
    void eachServerHasItsOwn() throws IOException {
        Path one = FirstKey.in(directory.resolve("one"), out), other = FirstKey.in(directory.resolve("other"), out);

        assertThat(KeyFile.parse(Files.readAllBytes(one))).doesNotContainAnyElementsOf(KeyFile.parse(Files.readAllBytes(other)));
    }
}
