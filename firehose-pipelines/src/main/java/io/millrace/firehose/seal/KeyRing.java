package io.millrace.firehose.seal;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys by name: 32 bytes in a file each, mode 0600. {@code aws-owned.key} is made when it is first asked for; a customer's key
 * {@code arn:…:key/<id>} or {@code alias/<name>} is the file {@code <id>.key}, which the operator puts there. A key file must stay as
 * long as anything sealed with it may be read. Reads a file once; then any thread.
 */
public final class KeyRing {

    private static final String OWNED = "aws-owned", SUFFIX = ".key";
    private static final int KEY_BYTES = 32;
    /** What {@link #name} gives; a damaged header may have anything. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,251}");

    private final Disk disk;
    private final Path directory;
    private final boolean making;
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();

    public KeyRing(Disk disk, Path directory) {
        this(disk, directory, true);
    }

    private KeyRing(Disk disk, Path directory, boolean making) {
        this.disk = disk;
        this.directory = directory;
        this.making = making;
    }

    /** The keys there are: it makes none. */
    public static KeyRing existing(Disk disk, Path directory) {
        return new KeyRing(disk, directory, false);
    }

    /** The name a key is kept under, short enough to stand in a record's header. */
    public static String name(Optional<String> arn) {
        return arn.map(given -> given.substring(given.lastIndexOf(':') + 1).replaceFirst("^(key|alias)/", "").replaceAll("[^A-Za-z0-9_.-]", "_"))
                .orElse(OWNED);
    }

    /** The key of that name. Throws {@link Unusable} for a missing or malformed file. */
    public SecretKey key(String name) {
        return keys.computeIfAbsent(name, this::load);
    }

    private SecretKey load(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Unusable(name, new IOException("not a name of a key"));
        }
        Path file = file(name);
        try {
            if (making && !disk.exists(file) && name.equals(OWNED)) {
                make(file);
            }
            try (DiskFile opened = disk.open(file)) {
                ByteBuffer bytes = ByteBuffer.allocate(KEY_BYTES);
                if (opened.size() != KEY_BYTES || opened.read(bytes, 0) != KEY_BYTES) {
                    throw new IOException("a key file has " + KEY_BYTES + " bytes: " + file);
                }
                return new SecretKeySpec(bytes.array(), "AES");
            }
        } catch (IOException e) {
            throw new Unusable(name, e);
        }
    }

    private void make(Path file) throws IOException {
        disk.createDirectories(directory);
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        disk.delete(temporary);
        try (DiskFile made = disk.create(temporary)) {
            made.write(ByteBuffer.wrap(bytes), 0);
            made.force(true);
        }
        disk.rename(temporary, file);
        disk.syncDirectory(directory);
    }

    /** There is no key of that name, or its file is none. */
    public static final class Unusable extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        Unusable(String name, IOException cause) {
            super("key " + name + " cannot be used", cause);
        }
    }

    private Path file(String name) {
        return directory.resolve(name + SUFFIX);
    }
}
