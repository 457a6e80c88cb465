package io.millrace.functions.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What is in a jar or zip. A jar of classes runs as it is; an archive with jars in {@code lib/} is Lambda's zip layout and is unpacked.
 *
 * @param unpacks whether it has jars of its own in {@code lib/}
 */
record Archive(boolean unpacks) {

    static final long UNZIPPED_BYTES_MAX = 262_144_000;
    static final int ENTRIES_MAX = 100_000;

    private static final String LIBRARIES = "lib/";
    private static final String UNREADABLE = "Could not unzip uploaded file. Please check your file, then try to upload again.";
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwx------");
    private static final int COPY_BYTES = 64 * 1024;

    /** Looks through the file, and refuses what could not be unpacked safely: by what it declares; unpacking counts again. */
    static Archive inspect(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            EntryModes modes = EntryModes.read(file);
            long total = 0;
            boolean unpacks = false;
            if (zip.size() == 0 || zip.size() > ENTRIES_MAX) {
                throw ArchiveRefused.invalid(zip.size() == 0 ? "Uploaded file must be a non-empty zip" : "Too many files in the archive");
            }
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
                ZipEntry entry = entries.nextElement();
                requireInside(entry.getName());
                if (!modes.isPlain(entry.getName())) {
                    throw ArchiveRefused.invalid("The archive has a link or a special file, which is not supported by this server: " + entry.getName());
                }
                total += Math.max(0, entry.getSize());
                if (total > UNZIPPED_BYTES_MAX) {
                    throw unzippedTooLarge();
                }
                unpacks |= entry.getName().startsWith(LIBRARIES) && entry.getName().endsWith(".jar");
            }
            return new Archive(unpacks);
        } catch (ZipException notAZip) {
            throw ArchiveRefused.invalid(UNREADABLE);
        }
    }

    /** Unpacks it beneath an existing directory. Files that are executable in the archive are executable by their owner. */
    static void unpack(Path file, Path directory) throws IOException {
        byte[] buffer = new byte[COPY_BYTES];
        EntryModes modes = EntryModes.read(file);
        long left = UNZIPPED_BYTES_MAX;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
                ZipEntry entry = entries.nextElement();
                Path target = directory.resolve(requireInside(entry.getName()));
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    left = copy(zip.getInputStream(entry), target, left, buffer);
                    if (modes.isExecutable(entry.getName())) {
                        Files.setPosixFilePermissions(target, EXECUTABLE);
                    }
                }
            }
        } catch (ZipException damaged) {
            throw ArchiveRefused.invalid(UNREADABLE);
        }
    }

    private static long copy(InputStream source, Path target, long most, byte[] buffer) throws IOException {
        long left = most;
        try (InputStream in = source; OutputStream out = Files.newOutputStream(target)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                left -= count;
                if (left < 0) {
                    throw unzippedTooLarge();
                }
                out.write(buffer, 0, count);
            }
        }
        return left;
    }

    private static Path requireInside(String name) {
        try {
            Path path = Path.of(name);
            if (!path.isAbsolute() && !path.normalize().startsWith("..") && name.indexOf('\\') < 0) {
                return path.normalize();
            }
        } catch (InvalidPathException unusable) {
            throw ArchiveRefused.invalid("The archive has a file with an invalid name");
        }
        throw ArchiveRefused.invalid("The archive has a file that would be unpacked outside of it: " + name);
    }

    private static ArchiveRefused unzippedTooLarge() {
        return ArchiveRefused.invalid("Unzipped size must be smaller than " + UNZIPPED_BYTES_MAX + " bytes");
    }
}
