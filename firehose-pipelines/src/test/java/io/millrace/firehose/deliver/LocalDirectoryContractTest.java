package io.millrace.firehose.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDirectoryContractTest extends DestinationContractTest {

    @TempDir
    private Path directory;

    @Override
    protected Destination destination() {
        return new LocalDirectory(directory.resolve("bucket"));
    }

    @Override
    protected Optional<byte[]> stored(String name) throws IOException {
        Path file = directory.resolve("bucket").resolve(name);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Test
    void whatFailsHalfwayIsNotThereAndTheNextAttemptIs() throws IOException {
        Content failing = new S3BucketContractTest.Bytes(new byte[10]) {
            @Override
            public InputStream open() throws IOException {
                throw new IOException("the spool is damaged");
            }
        };
        assertThat(destination().deliver(new Parcel("a/b", failing, 1))).isInstanceOf(Receipt.Retryable.class);
        assertThat(files()).isEmpty();
        assertThat(destination().deliver(new Parcel("a/b", new S3BucketContractTest.Bytes(new byte[10]), 1))).isInstanceOf(Receipt.Delivered.class);
        assertThat(files()).containsExactly("bucket/a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "/etc/passwd", "a/../../../x", "./a", "..", "a//b", "a/\u0000b", "C:\\x", ".millrace-incoming/x", "größe=☃/a"})
    void noNameLeadsOutOfTheDirectory(String name) throws IOException {
        assertThat(destination().deliver(new Parcel(name, new S3BucketContractTest.Bytes(new byte[] {1}), 1))).isInstanceOf(Receipt.Delivered.class);
        assertThat(files()).singleElement().asString().startsWith("bucket/").doesNotContain("..").doesNotContain(".millrace-incoming");
    }

    @Test
    void namesLongerThanFileNamesMayBeAreCut() throws IOException {
        for (String end : List.of("a", "b")) {
            assertThat(destination().deliver(new Parcel("k=" + "x".repeat(900) + end + "/o", new S3BucketContractTest.Bytes(new byte[] {1}), 1)))
                    .isInstanceOf(Receipt.Delivered.class);
        }
        assertThat(files()).hasSize(2);
    }

    /** What a partition key may bring. */
    @Property(tries = 2_000)
    void differentNamesHaveDifferentPathsBeneath(@ForAll @NotEmpty Set<String> names) {
        Path root = Path.of("/bucket");
        Set<Path> paths = new HashSet<>();
        for (String name : names) {
            Path path = ObjectPath.under(root, name.replaceAll("[\\ud800-\\udfff]", "s"));
            assertThat(path.normalize()).isEqualTo(path).startsWithRaw(root);
            paths.add(path);
        }
        assertThat(paths).hasSize((int) names.stream().map(name -> name.replaceAll("[\\ud800-\\udfff]", "s")).distinct().count());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).map(path -> directory.relativize(path).toString()).toList();
        }
    }
}
