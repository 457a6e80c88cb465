package io.millrace.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.millrace.disk.Disk;

/** Which files a journal's directory holds: generations are named {@code <20 digits>.journal}; the highest one counts. */
public final class JournalFiles {

    private static final String SUFFIX = ".journal";
    private static final String TEMPORARY = ".tmp";

    private JournalFiles() {
    }

    static Path path(Path directory, long generation) {
        String digits = Long.toString(generation);
        return directory.resolve("0".repeat(20 - digits.length()) + digits + SUFFIX);
    }

    static Path temporary(Path directory, long generation) {
        Path path = path(directory, generation);
        return path.resolveSibling(path.getFileName() + TEMPORARY);
    }

    /** The file that counts, or empty before the first start. */
    public static Optional<Path> current(Disk disk, Path directory) throws IOException {
        List<String> names = disk.list(directory).stream().filter(name -> name.endsWith(SUFFIX)).toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(directory.resolve(names.getLast()));
    }

    /** Removes what an interrupted change of generation left behind. */
    static void removeOthers(Disk disk, Path directory, Path current) throws IOException {
        for (String name : disk.list(directory)) {
            if ((name.endsWith(SUFFIX) || name.endsWith(SUFFIX + TEMPORARY)) && !current.getFileName().toString().equals(name)) {
                disk.delete(directory.resolve(name));
            }
        }
    }
}
