package io.millrace.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.millrace.access.AccessKey;
import io.millrace.access.KeyFile;

/** The access key that a server which was given none makes for itself at its first start. */
final class FirstKey {

    private static final String ID_PREFIX = "MRAK", FILE = "keys";

    private FirstKey() {
    }

    /**
     * The key file in the directory, made (0600) where there is none; then, and only then, the key is printed. Blocks.
     *
     * @param directory of the data directory, which is locked: two servers do not make keys there at a time
     */
    static Path in(Path directory, PrintStream out) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            AccessKey key = AccessKey.random(ID_PREFIX);
            Files.createDirectories(directory);
            KeyFile.write(file, key);
            out.println("millrace: made an access key. It is in " + file + " and not shown again:\n  AWS_ACCESS_KEY_ID=" + key.id()
                    + "\n  AWS_SECRET_ACCESS_KEY=" + key.secret());
        }
        return file;
    }
}
