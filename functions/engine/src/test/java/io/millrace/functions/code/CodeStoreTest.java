package io.millrace.functions.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.disk.FileDisk;
import io.millrace.functions.catalog.CodeReference;
import io.millrace.process.ProgramZip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeStoreTest {

    @TempDir
    Path directory;
    private CodeStore store;
    private CodeCopies copies;

    @BeforeEach
    void open() throws IOException {
        store = CodeStore.open(new FileDisk(), directory.resolve("store"));
        copies = CodeCopies.open(store, directory.resolve("copies"));
    }

    private static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private CodeReference keep(byte[] archive) throws IOException {
        try (CodeStore.Upload upload = store.begin()) {
            upload.sink().write(archive);
            return upload.keep();
        }
    }

    private List<String> stored() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("store"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void anArchiveIsKeptByItsHash() throws IOException {
        byte[] archive = zip(Map.of("A.class", new byte[100]));
        CodeReference first = keep(archive);
        assertThat(keep(archive)).isEqualTo(first);
        assertThat(stored()).containsExactly(first.sha256());
        assertThat(Files.readAllBytes(store.file(first))).isEqualTo(archive);
        store.retain(Set.of());
        assertThat(stored()).isEmpty();
    }

    @Test
    void aBrokenUploadLeavesNothing() throws IOException {
        try (CodeStore.Upload upload = store.begin()) {
            upload.sink().write(1);
        }
        assertThatThrownBy(() -> keep("no zip".getBytes())).isInstanceOf(ArchiveRefused.class).hasMessageContaining("Could not unzip");
        assertThatThrownBy(() -> keep(new byte[0])).isInstanceOf(ArchiveRefused.class);
        assertThat(stored()).isEmpty();
        Files.write(directory.resolve("store/upload-7"), new byte[3]);
        CodeStore.open(new FileDisk(), directory.resolve("store"));
        assertThat(stored()).isEmpty();
    }

    @Test
    void namesThatLeadOutsideAreRefused() {
        for (String name : List.of("../a", "/etc/a", "a/../../b", "..", "..\\a")) {
            assertThatThrownBy(() -> keep(zip(Map.of(name, new byte[1])))).as(name).isInstanceOf(ArchiveRefused.class).hasMessageContaining("outside");
        }
    }

    @Test
    void aZipBombIsRefusedByWhatItDeclares() {
        assertThatThrownBy(() -> keep(bomb())).isInstanceOf(ArchiveRefused.class).hasMessageContaining("Unzipped size");
    }

    @Test
    void aZipBombThatLiesIsRefusedWhenUnpacked() throws IOException {
        byte[] archive = bomb();
        int directoryStart = lastIndexOf(archive, new byte[] {'P', 'K', 1, 2});
        for (int i = 0; i < 4; i++) {
            archive[directoryStart + 24 + i] = 1;
        }
        archive[directoryStart + 24 + 2] = 0;
        archive[directoryStart + 24 + 3] = 0;
        CodeReference code = keep(archive);
        assertThatThrownBy(() -> Archive.unpack(store.file(code), Files.createDirectory(directory.resolve("out"))))
                .isInstanceOfAny(ArchiveRefused.class, IOException.class);
    }

    private static byte[] bomb() {
        return zip(Map.of("lib/zeros.jar", new byte[(int) Archive.UNZIPPED_BYTES_MAX + 1]));
    }

    private static int lastIndexOf(byte[] bytes, byte[] wanted) {
        for (int i = bytes.length - wanted.length; i >= 0; i--) {
            if (java.util.Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    @Test
    void anUploadIsBounded() throws IOException {
        try (CodeStore.Upload upload = store.begin()) {
            byte[] much = new byte[1 << 20];
            assertThatThrownBy(() -> {
                for (int i = 0; i < 51; i++) {
                    upload.sink().write(much);
                }
            }).isInstanceOfSatisfying(ArchiveRefused.class, refused -> assertThat(refused.isTooLarge()).isTrue());
        }
    }

    @Test
    void uploadsAtATimeAreBounded() throws IOException {
        List<CodeStore.Upload> uploads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            uploads.add(store.begin());
        }
        assertThatThrownBy(() -> store.begin()).isInstanceOf(CodeStore.TooManyUploads.class);
        for (CodeStore.Upload upload : uploads) {
            upload.close();
        }
        store.begin().close();
    }

    @Test
    void linksAndDevicesAreRefused() {
        for (int mode : new int[] {0120777, 0020600, 0010644}) {
            assertThatThrownBy(() -> keep(new ProgramZip().add("fine", new byte[1], 0100644).add("odd", "/etc/passwd".getBytes(), mode).bytes()))
                    .isInstanceOf(ArchiveRefused.class).hasMessageContaining("a link or a special file").hasMessageEndingWith("odd");
        }
    }

    @Test
    void filesOfAProgramKeepTheirModes() throws IOException {
        CodeReference archive = keep(new ProgramZip().add("bootstrap", new byte[3], 0100755).add("data/readme", new byte[2], 0100644).bytes());
        RunnableCode code = copies.get(archive, Layout.FILES, OptionalInt.empty());
        assertThat(code.classPath()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(code.bootstrap()))).isEqualTo("r-xr-x---");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(code.taskRoot().resolve("data/readme")))).isEqualTo("r--r-----");
        assertThat(copies.get(archive, Layout.CLASS_PATH, OptionalInt.empty()).taskRoot()).isNotEqualTo(code.taskRoot());
    }

    @Test
    void aJarRunsAsItIs() throws IOException {
        byte[] archive = zip(Map.of("A.class", new byte[100]));
        RunnableCode code = copies.get(keep(archive), Layout.CLASS_PATH, OptionalInt.empty());
        assertThat(code.classPath()).containsExactly(code.taskRoot().resolve("function.jar"));
        assertThat(Files.readAllBytes(code.classPath().getFirst())).isEqualTo(archive);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(code.classPath().getFirst()))).isEqualTo("r--r-----");
    }

    @Test
    void aZipWithLibrariesIsUnpacked() throws IOException {
        RunnableCode code = copies.get(keep(zip(Map.of("p/A.class", new byte[1], "lib/b.jar", new byte[2], "lib/a.jar", new byte[3]))),
                Layout.CLASS_PATH, OptionalInt.empty());
        assertThat(code.classPath()).containsExactly(code.taskRoot(), code.taskRoot().resolve("lib/a.jar"), code.taskRoot().resolve("lib/b.jar"));
        assertThat(code.taskRoot().resolve("p/A.class")).exists();
        CodeCopies.open(store, directory.resolve("copies"));
        assertThat(code.taskRoot()).doesNotExist();
    }
}
