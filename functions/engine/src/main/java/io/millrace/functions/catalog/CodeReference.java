package io.millrace.functions.catalog;

import java.util.regex.Pattern;

/**
 * A function's code in the code store.
 *
 * @param sha256 of the archive as it was uploaded, 64 hexadecimal digits
 * @param bytes  its size
 */
public record CodeReference(String sha256, long bytes) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public CodeReference {
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256 in hexadecimal: " + sha256);
        }
        if (bytes <= 0) {
            throw new IllegalArgumentException("an archive has bytes, not " + bytes);
        }
    }
}
