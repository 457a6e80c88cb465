package io.millrace.verify;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Whether each file of deployed code has the hash that it is named by. */
final class CodeCheck {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER_BYTES = 64 * 1024;
    private final Disk disk;
    private final Path directory;
    private final Findings findings;

    /** @param directory {@code DATA/functions/code} */
    CodeCheck(Disk disk, Path directory, Findings findings) {
        this.disk = disk;
        this.directory = directory;
        this.findings = findings;
    }

    void run() throws IOException {
        for (String name : disk.list(directory)) {
            check(directory.resolve(name), name);
        }
    }

    private void check(Path file, String name) throws IOException {
        if (!HASH.matcher(name).matches()) {
            findings.note(file, "is not named by a hash", "left from an upload that was never finished; nothing refers to it");
            return;
        }
        findings.tally.codeFile();
        String hash = sha256(file);
        if (!hash.equals(name)) {
            findings.damage(file, "has the hash " + hash, "functions with this code do not start; deploy the code again");
        }
    }

    private String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (DiskFile code = disk.open(file)) {
            long at = 0;
            for (int read = code.read(buffer, at); read > 0; read = code.read(buffer.clear(), at)) {
                digest.update(buffer.flip());
                at += read;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
