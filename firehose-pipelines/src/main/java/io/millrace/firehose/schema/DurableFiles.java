package io.millrace.firehose.schema;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * Changes of files and directories that are there whole or not at all, also after a power cut. What is under way has a name that begins with
 * a dot, and what a crash left under such a name is written over by the next change. One change at a time.
 */
final class DurableFiles {

    private static final String INCOMING = ".incoming", REMOVED = ".removed";

    private DurableFiles() {
    }

    /** Writes a file of an existing directory, over what was there. */
    static void write(Path directory, String name, byte[] content) throws IOException {
        Path incoming = directory.resolve(INCOMING);
        writeThrough(incoming, content);
        Files.move(incoming, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        sync(directory);
    }

    /** Makes a directory with its files; in the place of one that was there. */
    static void make(Path parent, String name, Map<String, byte[]> files) throws IOException {
        makeDirectories(parent);
        Path incoming = parent.resolve(INCOMING);
        removeTree(incoming);
        Files.createDirectory(incoming);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            writeThrough(incoming.resolve(file.getKey()), file.getValue());
        }
        sync(incoming);
        remove(parent, name);
        Files.move(incoming, parent.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        sync(parent);
    }

    /** Removes a file or directory; none is no error. */
    static void remove(Path parent, String name) throws IOException {
        Path entry = parent.resolve(name), removed = parent.resolve(REMOVED);
        removeTree(removed);
        if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(entry, removed, StandardCopyOption.ATOMIC_MOVE);
            sync(parent);
            removeTree(removed);
        }
    }

    private static void makeDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            makeDirectories(directory.getParent());
            Files.createDirectory(directory);
            sync(directory.getParent());
        }
    }

    private static void writeThrough(Path file, byte[] content) throws IOException {
        removeTree(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Links are removed, not followed. */
    private static void removeTree(Path top) throws IOException {
        if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
