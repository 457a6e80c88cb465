package io.millrace.firehose.deliver;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where an object lies under a directory. Its name's parts between slashes are names of files. What a file system could take for
 * something else or not take at all is percent-encoded in UTF-8: a leading dot, {@code %}, {@code \}, controls, and all that is not ASCII (a
 * locale may not have it). An empty part is {@code %}; one longer than a file name may be is cut and ends in its SHA-256. Different
 * names give different paths, and none leads out of the directory.
 */
final class ObjectPath {

    private static final int FILE_NAME_CHARACTERS_MAX = 255;
    private static final int KEPT_CHARACTERS = 60;

    private ObjectPath() {
    }

    static Path under(Path root, String name) {
        Path path = root;
        for (String part : name.split("/", -1)) {
            path = path.resolve(fileName(part));
        }
        return path;
    }

    private static String fileName(String part) {
        StringBuilder safe = new StringBuilder(part.isEmpty() ? "%" : "");
        for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' - 1 && b < 0x7f && b != '%' && b != '\\' && (b != '.' || !safe.isEmpty());
            if (plain) {
                safe.append((char) b);
            } else {
                safe.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return safe.length() <= FILE_NAME_CHARACTERS_MAX ? safe.toString() : safe.substring(0, KEPT_CHARACTERS) + "%~" + sha256(part);
    }

    /** In hexadecimal digits. */
    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
