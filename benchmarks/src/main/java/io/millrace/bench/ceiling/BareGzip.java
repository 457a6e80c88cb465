package io.millrace.bench.ceiling;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** {@code java.util.zip} at its usual level, which is the delivery streams' too, from memory to one file, forced once. */
public final class BareGzip {

    private static final int WRITTEN_BYTES = 64 * 1024;

    private BareGzip() {
    }

    public static void write(Path file, List<byte[]> records) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            try (OutputStream gzip = new BufferedOutputStream(new GZIPOutputStream(Channels.newOutputStream(channel), WRITTEN_BYTES), WRITTEN_BYTES)) {
                for (byte[] record : records) {
                    gzip.write(record);
                }
            }
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
