package io.millrace.firehose.schema;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a database or table: lower case, as Glue keeps them, and safe as the name of a directory, so of letters, digits, {@code _},
 * {@code -} and, but for the first place, dots; at most 255 characters and bytes.
 */
public record EntryName(String text) {

    private static final Pattern PATTERN = Pattern.compile("[\\p{L}\\p{N}_-][\\p{L}\\p{N}_.-]{0,254}");
    private static final int BYTES_MAX = 255;

    public EntryName {
        if (!isName(text)) {
            throw new IllegalArgumentException("no name of a database or table: " + text);
        }
    }

    /** The name in lower case; empty when it cannot be one here. */
    public static Optional<EntryName> of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return isName(lower) ? Optional.of(new EntryName(lower)) : Optional.empty();
    }

    private static boolean isName(String text) {
        return PATTERN.matcher(text).matches() && text.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
    }

    @Override
    public String toString() {
        return text;
    }
}
