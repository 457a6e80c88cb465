package io.millrace.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Disk} does. */
abstract class DiskContractTest {

    @TempDir
    Path root;
    private Disk disk;

    abstract Disk newDisk();

    @BeforeEach
    void openDisk() throws IOException {
        disk = newDisk();
        disk.createDirectories(root.resolve("a/b"));
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }

    private static byte[] read(DiskFile file, long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        int count = file.read(target, offset);
        byte[] result = new byte[count];
        target.flip().get(result);
        return result;
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        try (DiskFile file = disk.create(root.resolve("a/x"))) {
            file.write(bytes(1, 2, 3), 0);
            file.write(bytes(9), 5);
            file.force(false);
            assertThat(file.size()).isEqualTo(6);
            assertThat(read(file, 0, 10)).containsExactly(1, 2, 3, 0, 0, 9);
            assertThat(read(file, 6, 10)).isEmpty();
            assertThat(read(file, 100, 10)).isEmpty();
            file.truncate(2);
            assertThat(read(file, 0, 10)).containsExactly(1, 2);
            file.write(bytes(7), 3);
            assertThat(read(file, 0, 10)).containsExactly(1, 2, 0, 7);
        }
    }

    @Test
    void aNameIsCreatedOnce() throws IOException {
        disk.create(root.resolve("a/x")).close();
        assertThatThrownBy(() -> disk.create(root.resolve("a/x"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.open(root.resolve("a/y"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disk.create(root.resolve("none/y"))).isInstanceOf(IOException.class);
    }

    @Test
    void namesAreListedSortedAndMissingDirectoriesAreEmpty() throws IOException {
        disk.create(root.resolve("a/z")).close();
        disk.create(root.resolve("a/c")).close();
        assertThat(disk.list(root.resolve("a"))).containsExactly("b", "c", "z");
        assertThat(disk.list(root.resolve("none"))).isEmpty();
        assertThat(disk.exists(root.resolve("a/c"))).isTrue();
        assertThat(disk.exists(root.resolve("a/d"))).isFalse();
    }

    @Test
    void aRenameReplaces() throws IOException {
        try (DiskFile file = disk.create(root.resolve("a/new")); DiskFile old = disk.create(root.resolve("a/b/old"))) {
            file.write(bytes(1), 0);
            old.write(bytes(2), 0);
        }
        disk.rename(root.resolve("a/new"), root.resolve("a/b/old"));
        assertThat(disk.list(root.resolve("a"))).containsExactly("b");
        try (DiskFile file = disk.open(root.resolve("a/b/old"))) {
            assertThat(read(file, 0, 5)).containsExactly(1);
        }
    }

    @Test
    void deletingAMissingNameIsNoErrorAndAFullDirectoryStays() throws IOException {
        disk.delete(root.resolve("a/none"));
        disk.create(root.resolve("a/b/x")).close();
        assertThatThrownBy(() -> disk.delete(root.resolve("a/b"))).isInstanceOf(IOException.class);
        disk.delete(root.resolve("a/b/x"));
        disk.delete(root.resolve("a/b"));
        disk.syncDirectory(root.resolve("a"));
        assertThat(disk.list(root.resolve("a"))).isEmpty();
    }

    @Test
    void roomIsTold() throws IOException {
        assertThat(disk.usableBytes(root.resolve("a"))).isPositive();
    }
}
