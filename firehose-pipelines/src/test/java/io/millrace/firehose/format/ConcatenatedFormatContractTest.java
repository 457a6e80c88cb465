package io.millrace.firehose.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.firehose.config.CompressionFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedInputStream;

/** Concatenated records in each compression, read back by programs and a library that the project has nothing to do with. */
class ConcatenatedFormatContractTest {

    abstract static class Compressed extends OutputFormatContractTest {

        private final CompressionFormat compression;

        Compressed(CompressionFormat compression) {
            this.compression = compression;
        }

        @Override
        protected OutputFormat format() {
            return new ConcatenatedFormat(compression);
        }

        @Override
        protected List<String> read(byte[] object) throws Exception {
            return new String(decompress(object), StandardCharsets.UTF_8).lines().map(line -> line + "\n").toList();
        }

        abstract byte[] decompress(byte[] object) throws Exception;
    }

    @Nested
    class Uncompressed extends Compressed {

        Uncompressed() {
            super(CompressionFormat.UNCOMPRESSED);
        }

        @Override
        byte[] decompress(byte[] object) {
            return object;
        }
    }

    @Nested
    class Gzip extends Compressed {

        Gzip() {
            super(CompressionFormat.GZIP);
        }

        @Override
        byte[] decompress(byte[] object) throws Exception {
            return outputOf(object, "gzip -dc < \"$0\"");
        }
    }

    @Nested
    class Zip extends Compressed {

        Zip() {
            super(CompressionFormat.ZIP);
        }

        @Override
        byte[] decompress(byte[] object) throws Exception {
            return outputOf(object, "unzip -p \"$0\"");
        }
    }

    @Nested
    class SnappyFraming extends Compressed {

        SnappyFraming() {
            super(CompressionFormat.SNAPPY);
        }

        @Override
        byte[] decompress(byte[] object) throws Exception {
            try (SnappyFramedInputStream in = new SnappyFramedInputStream(new ByteArrayInputStream(object), true)) {
                return in.readAllBytes();
            }
        }
    }

    @Nested
    class HadoopSnappy extends Compressed {

        HadoopSnappy() {
            super(CompressionFormat.HADOOP_SNAPPY);
        }

        /** Blocks of a decompressed length and then chunks, each with its compressed length, until that is reached; big endian. */
        @Override
        byte[] decompress(byte[] object) throws Exception {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(object));
            while (in.available() > 0) {
                for (int left = in.readInt(); left > 0;) {
                    byte[] chunk = Snappy.uncompress(in.readNBytes(in.readInt()));
                    all.writeBytes(chunk);
                    left -= chunk.length;
                }
            }
            return all.toByteArray();
        }
    }

    private static byte[] outputOf(byte[] object, String command) throws IOException, InterruptedException {
        Path file = Files.createTempFile("object", "");
        try {
            Files.write(file, object);
            Process process = new ProcessBuilder("sh", "-c", command, file.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            byte[] output = process.getInputStream().readAllBytes();
            assertThat(process.waitFor()).isZero();
            return output;
        } finally {
            Files.delete(file);
        }
    }
}
