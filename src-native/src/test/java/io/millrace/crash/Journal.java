package io.millrace.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.millrace.process.FunctionJar;

/** What a function like {@code JournalFunction} wrote down, whichever worker did it. Its directory is open to all: a worker may be another user. */
final class Journal {

    static final String HANDLER = "JournalFunction";
    private static final Pattern WHOLE_LINE = Pattern.compile("(\\S+) (\\d{56}) (\\S+)\\.");
    private static final int RELEASE = 21;

    private final Path directory;

    Journal(Path directory) throws IOException {
        this.directory = directory;
        Path file = Files.createFile(directory.resolve("journal"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** The jar of a function that writes into a journal, built now. */
    Path jar(String handler) throws IOException {
        try (InputStream source = Journal.class.getResourceAsStream("/functions/" + handler + ".java")) {
            return FunctionJar.compile(directory, handler, new String(source.readAllBytes(), StandardCharsets.UTF_8), RELEASE);
        }
    }

    /** What the function needs to find this journal. */
    Map<String, String> environment() {
        return Map.of("JOURNAL_DIRECTORY", directory.toString());
    }

    /** All that was written. */
    String text() {
        try {
            return Files.readString(directory.resolve("journal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All whole lines in the order they were written. */
    List<Sighting> sightings() {
        return text().lines().map(WHOLE_LINE::matcher).filter(Matcher::matches)
                .map(line -> new Sighting(line.group(3), new Place(line.group(1), line.group(2)))).toList();
    }
}
