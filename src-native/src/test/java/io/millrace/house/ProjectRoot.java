package io.millrace.house;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's checkout is. */
public final class ProjectRoot {

    private ProjectRoot() {
    }

    /** The nearest directory, from the working directory upwards, that holds the launcher. */
    public static Path find() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(directory.resolve("millrace"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
