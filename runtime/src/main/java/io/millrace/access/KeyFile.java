package io.millrace.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Access keys in a file. Its form is that of AWS's shared credentials file, so that the same file serves the server and its clients:
 * sections in brackets, each with {@code aws_access_key_id} and {@code aws_secret_access_key}; blank lines, and lines that begin with
 * {@code #} or {@code ;}, are left out.
 */
public final class KeyFile {

    private static final int BYTES_MAX = 256 * 1024;
    private static final String ID = "aws_access_key_id", SECRET = "aws_secret_access_key";

    private KeyFile() {
    }

    /** The file's bytes, at most 256 KiB. Blocks. */
    static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IOException("longer than " + BYTES_MAX + " bytes");
            }
            return bytes;
        }
    }

    /**
     * The keys, at least one.
     *
     * @throws IllegalArgumentException which names the line, and never has a secret
     */
    public static List<AccessKey> parse(byte[] bytes) {
        List<AccessKey> keys = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Map<String, String> section = new HashMap<>();
        int number = 0;
        for (String line : (new String(bytes, StandardCharsets.UTF_8) + "\n[end]").lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            if (line.startsWith("[") && line.endsWith("]")) {
                finish(section, keys, ids, number);
                section.clear();
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            if (!name.equals(ID) && !name.equals(SECRET)) {
                throw new IllegalArgumentException("line " + number + " is neither " + ID + " = … nor " + SECRET + " = … nor a [section]");
            }
            if (section.put(name, line.substring(equals + 1).strip()) != null) {
                throw new IllegalArgumentException("line " + number + " says " + name + " a second time");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no access key in it");
        }
        return keys;
    }

    private static void finish(Map<String, String> section, List<AccessKey> keys, Set<String> ids, int number) {
        if (section.isEmpty()) {
            return;
        }
        if (!section.containsKey(ID) || !section.containsKey(SECRET)) {
            throw new IllegalArgumentException("the section above line " + number + " lacks " + (section.containsKey(ID) ? SECRET : ID));
        }
        try {
            AccessKey key = new AccessKey(section.get(ID), section.get(SECRET));
            if (!ids.add(key.id())) {
                throw new IllegalArgumentException("access key " + key.id() + " is there twice");
            }
            keys.add(key);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the section above line " + number + ": " + wrong.getMessage());
        }
    }

    /** Writes a file that only its owner can read, with one key; whole or not at all, on the disk when this returns. Blocks. */
    public static void write(Path file, AccessKey key) throws IOException {
        String text = "[default]\n" + ID + " = " + key.id() + "\n" + SECRET + " = " + key.secret() + "\n";
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
