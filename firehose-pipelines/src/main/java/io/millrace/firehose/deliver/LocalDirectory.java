package io.millrace.firehose.deliver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A directory of this machine. An object's bytes go to a file in {@code .millrace-incoming}, are fsynced, and the file is renamed to its
 * place, whose directory is fsynced: a reader sees whole objects only, and what is delivered survives a power cut. The file's name follows
 * from the object's, so that what a crash left is written over by the next attempt.
 */
public final class LocalDirectory implements Destination {

    private static final String INCOMING = ".millrace-incoming";
    private static final int COPIED_BYTES = 128 * 1024;

    private final Path root;

    /** @param root made when something is first delivered */
    public LocalDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Receipt deliver(Parcel parcel) {
        try {
            Path place = ObjectPath.under(root, parcel.name());
            makeDirectories(place.getParent());
            Path directory = root.resolve(INCOMING);
            makeDirectories(directory);
            Path file = directory.resolve(ObjectPath.sha256(parcel.name()));
            try {
                write(parcel.content(), file);
                Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(file);
            }
            fsyncDirectory(place.getParent());
            return new Receipt.Delivered();
        } catch (IOException e) {
            return new Receipt.Retryable("LocalDirectory." + e.getClass().getSimpleName(), String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    @Override
    public void close() {
    }

    private static void write(Content content, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            try (InputStream in = content.open()) {
                copy(in, Channels.newOutputStream(channel));
            }
            if (channel.position() != content.lengthBytes()) {
                throw new IOException("content gave " + channel.position() + " of " + content.lengthBytes() + " bytes");
            }
            channel.force(true);
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] bytes = new byte[COPIED_BYTES];
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
            out.write(bytes, 0, read);
        }
    }

    /** Each directory is made known to the disk by its parent. */
    private static void makeDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = directory; at != null && !Files.isDirectory(at); at = at.getParent()) {
            missing.push(at);
        }
        for (Path made : missing) {
            Files.createDirectories(made);
            fsyncDirectory(made.getParent());
        }
    }

    private static void fsyncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
