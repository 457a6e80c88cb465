package io.millrace.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void aNewDirectoryIsItsOwnersOnlyAndOpensAgain() throws IOException {
        Path root = parent.resolve("a/b");
        DataDirectory.open(root).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("lock")))).isEqualTo("rw-------");
        DataDirectory.open(root).close();
        DataDirectory.inspect(root).close();
    }

    @Test
    void oneProcessOpensItOnce() {
        try (DataDirectory first = DataDirectory.open(parent.resolve("d"))) {
            assertThatThrownBy(() -> DataDirectory.open(first.root())).isInstanceOf(DataDirectoryException.Locked.class);
            assertThatThrownBy(() -> DataDirectory.inspect(first.root())).isInstanceOf(DataDirectoryException.Locked.class);
        }
        DataDirectory.open(parent.resolve("d")).close();
    }

    @Test
    void anotherProcessIsKeptOutEvenAfterARefusedSecondOpening() throws Exception {
        try (DataDirectory first = DataDirectory.open(parent.resolve("d"))) {
            assertThatThrownBy(() -> DataDirectory.open(first.root())).isInstanceOf(DataDirectoryException.Locked.class);
            Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                    System.getProperty("java.class.path"), TryLock.class.getName(), first.root().toString()).redirectErrorStream(true).start();
            String said = new String(other.getInputStream().readAllBytes());
            assertThat(other.waitFor()).as(said).isEqualTo(3);
        }
    }

    /** Opens a directory in a process of its own: exit code 3 when it is locked. */
    static final class TryLock {
        private TryLock() {
        }

        public static void main(String[] arguments) {
            try {
                DataDirectory.open(Path.of(arguments[0])).close();
            } catch (DataDirectoryException.Locked e) {
                System.exit(3);
            }
        }
    }

    @Test
    void anUnknownVersionIsRefusedByName() throws IOException {
        Path root = parent.resolve("d");
        DataDirectory.open(root).close();
        Files.writeString(root.resolve("format"), "millrace 2\n");
        assertThatThrownBy(() -> DataDirectory.open(root)).isInstanceOf(DataDirectoryException.UnknownFormat.class)
                .hasMessageContaining("millrace 2").hasMessageContaining("millrace 1");
        assertThatThrownBy(() -> DataDirectory.inspect(root)).isInstanceOf(DataDirectoryException.UnknownFormat.class);
    }

    @Test
    void someoneElsesDirectoryIsLeftAlone() throws IOException {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(parent.resolve("format-letter"), "x");
        assertThatThrownBy(() -> DataDirectory.open(parent)).isInstanceOf(DataDirectoryException.UnknownFormat.class).hasMessageContaining("format-letter");
        assertThatThrownBy(() -> DataDirectory.inspect(parent)).isInstanceOf(DataDirectoryException.UnknownFormat.class);
        try (Stream<Path> names = Files.list(parent)) {
            assertThat(names).hasSize(1);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent))).isEqualTo("rwxr-xr-x");
    }
}
