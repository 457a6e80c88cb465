package io.millrace.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file system as the logs see it. A name in a directory survives a power cut only after {@link #syncDirectory},
 * bytes in a file only after {@link DiskFile#force}. Every method blocks; call from platform threads that are never
 * interrupted (an interrupt closes a channel for all its readers).
 */
public interface Disk {

    /** Creates a new, empty file for reading and writing; fails if the name is taken. */
    DiskFile create(Path file) throws IOException;

    /** Opens an existing file for reading and writing. */
    DiskFile open(Path file) throws IOException;

    /** Creates a directory and its missing parents, each name synced into its parent. */
    void createDirectories(Path directory) throws IOException;

    boolean exists(Path path);

    /** Names in the directory, sorted; empty when there is no such directory. */
    List<String> list(Path directory) throws IOException;

    /** Moves a file atomically over {@code to}, replacing what is there. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file or an empty directory; a missing one is no error. */
    void delete(Path path) throws IOException;

    /** Makes creations, renames and deletions in this directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /** Bytes this process may still write on the file system that holds the directory. */
    long usableBytes(Path directory) throws IOException;
}
