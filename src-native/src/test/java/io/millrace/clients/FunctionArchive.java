package io.millrace.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

import io.millrace.process.FunctionJar;
import software.amazon.awssdk.core.SdkBytes;

/** Functions built from the sources among the test resources, as their users' builds would make them. */
final class FunctionArchive {

    private static final int RELEASE = 21, CHUNK_BYTES = 1024 * 1024;

    private FunctionArchive() {
    }

    /** A jar of the classes alone. */
    static Path jar(Path directory, String className) throws IOException {
        return FunctionJar.compile(directory, className, source(className), RELEASE);
    }

    /** The same from a source in which one text stands for another. */
    static Path jar(Path directory, String className, String text, String replacement) throws IOException {
        return FunctionJar.compile(directory, className, source(className).replace(text, replacement), RELEASE);
    }

    /** Lambda's zip layout: the classes, and in {@code lib/} the jars that these types come from. */
    static Path zip(Path directory, String className, Class<?>... libraryTypes) throws IOException {
        Path zip = jar(directory, className);
        try (FileSystem inside = FileSystems.newFileSystem(zip)) {
            Path libraries = Files.createDirectory(inside.getPath("lib"));
            for (Class<?> type : libraryTypes) {
                Path library = Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
                Files.copy(library, libraries.resolve(library.getFileName().toString()));
            }
        }
        return zip;
    }

    /** Adds a file that does not compress, until the archive has about so many bytes. */
    static Path padded(Path jar, long bytes) throws IOException {
        SplittableRandom random = new SplittableRandom(bytes);
        byte[] chunk = new byte[CHUNK_BYTES];
        try (FileSystem inside = FileSystems.newFileSystem(jar); OutputStream padding = Files.newOutputStream(inside.getPath("padding.bin"))) {
            for (long left = bytes - Files.size(jar); left > 0; left -= chunk.length) {
                random.nextBytes(chunk);
                padding.write(chunk, 0, (int) Math.min(left, chunk.length));
            }
        }
        return jar;
    }

    static SdkBytes bytes(Path archive) throws IOException {
        return SdkBytes.fromByteArrayUnsafe(Files.readAllBytes(archive));
    }

    private static String source(String className) throws IOException {
        try (InputStream source = FunctionArchive.class.getResourceAsStream("/functions/" + className + ".java")) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
