package io.millrace.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tables of {@code docs/format.md}, for the tests that hold them against the code. */
public final class FormatPage {

    /** A row: where a field is, how long it is, what it is called and what is in it. */
    public record Field(String offset, String size, String name, String content) {
    }

    private FormatPage() {
    }

    /** The rows of the first table behind the line that begins with {@code title}, in order. */
    public static List<Field> table(String title) {
        List<Field> fields = new ArrayList<>();
        boolean found = false;
        for (String line : lines()) {
            if (!found) {
                found = line.equals(title);
            } else if (line.startsWith("|")) {
                String[] cells = line.substring(1).split("\\|", -1);
                if (!cells[0].contains("offset") && !cells[0].contains("--")) {
                    fields.add(new Field(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip()));
                }
            } else if (!fields.isEmpty()) {
                return fields;
            }
        }
        if (fields.isEmpty()) {
            throw new AssertionError("docs/format.md has no table behind: " + title);
        }
        return fields;
    }

    /** The fields as {@code offset name}, after checking that they follow one another without gaps and end at {@code bytes}. */
    public static List<String> offsets(String title, int bytes) {
        List<String> offsets = new ArrayList<>();
        int next = 0;
        for (Field field : table(title)) {
            int offset = Integer.parseInt(field.offset());
            if (offset != next) {
                throw new AssertionError(title + ": " + field.name() + " should begin at " + next + ", not " + offset);
            }
            next = offset + Integer.parseInt(field.size());
            offsets.add(offset + " " + field.name());
        }
        if (next != bytes) {
            throw new AssertionError(title + " ends at " + next + ", not " + bytes);
        }
        return offsets;
    }

    private static List<String> lines() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("docs/format.md"))) {
            directory = directory.getParent();
        }
        try {
            return Files.readAllLines(directory.resolve("docs/format.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
