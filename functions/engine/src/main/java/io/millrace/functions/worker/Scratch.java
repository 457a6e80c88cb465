package io.millrace.functions.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;

/** A worker's own directory for what it writes: TMPDIR, HOME and java.io.tmpdir. Blocks. */
final class Scratch {

    private Scratch() {
    }

    static Path create(Path parent, OptionalInt owner) throws IOException {
        Path directory = Files.createDirectory(parent.resolve(UUID.randomUUID().toString().replace("-", "")),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (owner.isPresent()) {
            Files.setAttribute(directory, "unix:uid", owner.getAsInt());
            Files.setAttribute(directory, "unix:gid", owner.getAsInt());
        }
        return directory;
    }

    /** Deletes it with all that is in it, links not followed. */
    static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException gone) {
            return;
        }
    }
}
