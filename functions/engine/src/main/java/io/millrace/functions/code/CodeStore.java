package io.millrace.functions.code;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import io.millrace.functions.catalog.CodeReference;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The archives, in {@code DATA/functions/code}, each in a file named by its SHA-256 in hexadecimal. {@code upload-*} are uploads under
 * way or broken off.
 */
public final class CodeStore {

    /** A zip or jar as uploaded: 50 MiB. */
    public static final int ARCHIVE_BYTES_MAX = 50 * 1024 * 1024;

    private static final int UPLOADS_MAX = 8;
    private static final String UPLOAD = "upload-";

    private final Disk disk;
    private final Path directory;
    private final AtomicLong uploads = new AtomicLong();
    private final Semaphore slots = new Semaphore(UPLOADS_MAX);

    private CodeStore(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Opens the store and removes what broken uploads have left. */
    public static CodeStore open(Disk disk, Path directory) throws IOException {
        disk.createDirectories(directory);
        for (String name : disk.list(directory)) {
            if (name.startsWith(UPLOAD)) {
                disk.delete(directory.resolve(name));
            }
        }
        return new CodeStore(disk, directory);
    }

    /** A new upload. Throws {@link TooManyUploads} rather than wait. */
    public Upload begin() throws IOException {
        if (!slots.tryAcquire()) {
            throw new TooManyUploads();
        }
        try {
            return new Upload(directory.resolve(UPLOAD + uploads.incrementAndGet()));
        } catch (IOException | RuntimeException failed) {
            slots.release();
            throw failed;
        }
    }

    /** Where an archive is, to be read. Not for workers: they run from a copy. */
    public Path file(CodeReference code) {
        return directory.resolve(code.sha256());
    }

    /** Removes archives whose hash is not among these. Only while nothing is uploaded, as at start. */
    public void retain(Set<String> hashes) throws IOException {
        for (String name : disk.list(directory)) {
            if (!hashes.contains(name)) {
                disk.delete(directory.resolve(name));
            }
        }
        disk.syncDirectory(directory);
    }

    /** So many uploads are under way that another must wait. */
    public static final class TooManyUploads extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyUploads() {
            super(UPLOADS_MAX + " uploads are under way", null, false, false);
        }
    }

    /** One upload: written by one thread, then kept, and closed in any case. */
    public final class Upload implements AutoCloseable {
        private final Path path;
        private final DiskFile file;
        private final MessageDigest digest = sha256();
        private final OutputStream sink = new DigestOutputStream(new Bounded(), digest);
        private long bytes;
        private CodeReference inspected;
        private boolean kept;

        private Upload(Path path) throws IOException {
            this.path = path;
            this.file = disk.create(path);
        }

        /** Where the archive's bytes go; throws {@link ArchiveRefused} when there are too many. */
        public OutputStream sink() {
            return sink;
        }

        /** Looks at what has been written, which is all; nothing is kept yet. */
        public CodeReference inspect() throws IOException {
            if (bytes == 0) {
                throw ArchiveRefused.invalid("Uploaded file must be a non-empty zip");
            }
            if (inspected == null) {
                Archive.inspect(path);
                inspected = new CodeReference(HexFormat.of().formatHex(digest.digest()), bytes);
            }
            return inspected;
        }

        /** Makes the archive durable under its hash. */
        public CodeReference keep() throws IOException {
            CodeReference code = inspect();
            file.force(true);
            disk.rename(path, file(code));
            disk.syncDirectory(directory);
            kept = true;
            return code;
        }

        @Override
        public void close() throws IOException {
            try (file) {
                if (!kept) {
                    disk.delete(path);
                }
            } finally {
                slots.release();
            }
        }

        private final class Bounded extends OutputStream {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                if (bytes + length > ARCHIVE_BYTES_MAX) {
                    throw ArchiveRefused.tooLarge("The archive must not be larger than " + ARCHIVE_BYTES_MAX + " bytes");
                }
                file.write(ByteBuffer.wrap(source, offset, length), bytes);
                bytes += length;
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
