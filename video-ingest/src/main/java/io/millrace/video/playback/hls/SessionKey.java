package io.millrace.video.playback.hls;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The key that signs session tokens: random, made once for a data directory, so that sessions outlive a restart. */
public final class SessionKey {

    private static final String TEMPORARY = ".tmp";

    private SessionKey() {
    }

    /** Reads the key, making it where there is none; durable when this returns. Blocks; at start-up only. */
    public static byte[] at(Disk disk, Path file) throws IOException {
        if (disk.exists(file)) {
            return read(disk, file);
        }
        disk.createDirectories(file.getParent());
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        disk.delete(temporary);
        byte[] key = new byte[SessionTokens.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try (DiskFile out = disk.create(temporary)) {
            out.write(ByteBuffer.wrap(key), 0);
            out.force(true);
        }
        disk.rename(temporary, file);
        disk.syncDirectory(file.getParent());
        return key;
    }

    private static byte[] read(Disk disk, Path file) throws IOException {
        ByteBuffer key = ByteBuffer.allocate(SessionTokens.KEY_BYTES);
        try (DiskFile in = disk.open(file)) {
            if (in.size() != SessionTokens.KEY_BYTES) {
                throw new IOException("not a session key of " + SessionTokens.KEY_BYTES + " bytes: " + file);
            }
            in.read(key, 0);
        }
        return key.array();
    }
}
