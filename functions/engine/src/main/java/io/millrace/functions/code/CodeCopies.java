package io.millrace.functions.code;

import io.millrace.functions.catalog.CodeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The read-only copies, one for each hash and {@link Layout} and, where functions run as users of their own, for each of these. Made when first asked for, made anew after a start. Safe from
 * several threads: a copy appears whole, by a rename.
 */
public final class CodeCopies {

    private static final String JAR = "function.jar";

    private final CodeStore store;
    private final Path directory;
    private final ReentrantLock making = new ReentrantLock();

    private CodeCopies(CodeStore store, Path directory) {
        this.store = store;
        this.directory = directory;
    }

    /** Removes the copies an earlier server has left: it may have died in the middle of one. */
    public static CodeCopies open(CodeStore store, Path directory) throws IOException {
        deleteTree(directory);
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        return new CodeCopies(store, directory);
    }

    /** @param reader the user that runs it and nobody else may read it; empty: the server's own */
    public RunnableCode get(CodeReference code, Layout layout, OptionalInt reader) throws IOException {
        Path copy = directory.resolve(code.sha256() + switch (layout) {
            case CLASS_PATH -> "";
            case FILES -> "-files";
        } + (reader.isPresent() ? "-" + reader.getAsInt() : ""));
        if (!Files.isDirectory(copy)) {
            make(code, layout, copy, reader);
        }
        return switch (layout) {
            case CLASS_PATH -> new RunnableCode(copy, classPath(copy));
            case FILES -> new RunnableCode(copy, List.of());
        };
    }

    private static List<Path> classPath(Path copy) throws IOException {
        Path lib = copy.resolve("lib");
        if (!Files.isDirectory(lib)) {
            return List.of(copy.resolve(JAR));
        }
        List<Path> classPath = new ArrayList<>(List.of(copy));
        try (Stream<Path> libraries = Files.list(lib)) {
            libraries.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(classPath::add);
        }
        return classPath;
    }

    private void make(CodeReference code, Layout layout, Path copy, OptionalInt reader) throws IOException {
        making.lock();
        try {
            if (!Files.isDirectory(copy)) {
                draw(code, layout, copy, reader);
            }
        } finally {
            making.unlock();
        }
    }

    private void draw(CodeReference code, Layout layout, Path copy, OptionalInt reader) throws IOException {
        Path draft = directory.resolve("draft");
        deleteTree(draft);
        Files.createDirectory(draft);
        Path archive = store.file(code);
        if (layout == Layout.FILES || Archive.inspect(archive).unpacks()) {
            Archive.unpack(archive, draft);
        } else {
            Files.copy(archive, draft.resolve(JAR));
        }
        makeReadOnly(draft, reader);
        Files.move(draft, copy);
    }

    private static void makeReadOnly(Path tree, OptionalInt reader) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                if (reader.isPresent()) {
                    Files.setAttribute(path, "unix:gid", reader.getAsInt());
                }
                boolean top = path.equals(tree);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(
                        top ? "rwxr-x---" : Files.isDirectory(path) || isExecutable(path) ? "r-xr-x---" : "r--r-----"));
            }
        }
    }

    private static boolean isExecutable(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted().toList()) {
                if (Files.isDirectory(path)) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
                }
            }
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
