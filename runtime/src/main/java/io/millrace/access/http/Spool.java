package io.millrace.access.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** A body on the disk, in a file that has no name any more and is gone with its channel. One worker thread at a time; blocks. */
final class Spool implements AutoCloseable {

    private final FileChannel channel;
    private long length;

    private Spool(FileChannel channel) {
        this.channel = channel;
    }

    static Spool in(Path directory) throws IOException {
        return new Spool(FileChannel.open(directory.resolve(UUID.randomUUID() + ".body"),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    }

    long length() {
        return length;
    }

    void append(byte[] bytes, int bytesLength) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, 0, bytesLength);
        while (left.hasRemaining()) {
            length += channel.write(left, length);
        }
    }

    byte[] read(long position, int bytesMax) throws IOException {
        ByteBuffer part = ByteBuffer.allocate((int) Math.min(bytesMax, length - position));
        while (part.hasRemaining()) {
            if (channel.read(part, position + part.position()) < 0) {
                throw new IOException("the spooled body ends early");
            }
        }
        return part.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
