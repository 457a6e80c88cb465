package io.millrace.firehose.format;

import io.airlift.compress.v3.snappy.SnappyFramedOutputStream;
import io.airlift.compress.v3.snappy.SnappyHadoopStreams;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.millrace.firehose.config.CompressionFormat;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An object's bytes on their way through a compression. What it writes to stays open. Not thread safe. */
final class CompressedStream implements AutoCloseable {

    private static final int DEFLATED_BYTES = 32 * 1024;
    /** Records are small, and handing each to a compressor costs more than copying it. */
    private static final int GATHERED_BYTES = 64 * 1024;
    /** What Hadoop's own Snappy codec has as its default. */
    private static final int HADOOP_BLOCK_BYTES = 256 * 1024;

    /** Lives outside the heap: it is ended even when finishing fails. */
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final OutputStream compressed;

    private CompressedStream(CompressionFormat compression, OutputFormat.NewObject object, OutputStream out) throws IOException {
        this.compressed = new BufferedOutputStream(compressed(compression, object, new Unclosed(out), deflater), GATHERED_BYTES);
    }

    static CompressedStream open(CompressionFormat compression, OutputFormat.NewObject object, OutputStream out) throws IOException {
        return new CompressedStream(compression, object, out);
    }

    void write(byte[] bytes) throws IOException {
        compressed.write(bytes);
    }

    /** Writes what is left, and the end. */
    void finish() throws IOException {
        compressed.close();
    }

    @Override
    public void close() {
        deflater.end();
    }

    private static OutputStream compressed(CompressionFormat compression, OutputFormat.NewObject object, OutputStream out, Deflater deflater)
            throws IOException {
        return switch (compression) {
            case UNCOMPRESSED -> out;
            case GZIP -> new Gzip(out, deflater);
            case ZIP -> zip(object, out);
            case SNAPPY -> new SnappyFramedOutputStream(new SnappyJavaCompressor(), out);
            case HADOOP_SNAPPY -> new SnappyHadoopStreams(false, HADOOP_BLOCK_BYTES).createOutputStream(out);
        };
    }

    /** An archive with one file, named as the object without its directories and its extension. */
    private static OutputStream zip(OutputFormat.NewObject object, OutputStream out) throws IOException {
        String name = object.name().substring(object.name().lastIndexOf('/') + 1);
        ZipEntry entry = new ZipEntry(name.endsWith(".zip") ? name.substring(0, name.length() - ".zip".length()) : name);
        entry.setTimeLocal(LocalDateTime.ofInstant(Instant.ofEpochMilli(object.createdAtMillis()), ZoneOffset.UTC));
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.putNextEntry(entry);
        return zip;
    }

    /** The caller closes the stream beneath. */
    private static final class Unclosed extends FilterOutputStream {

        private Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** RFC 1952 without name and time. Java's own has no way to end its deflater when finishing fails. */
    private static final class Gzip extends DeflaterOutputStream {

        private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

        private final CRC32 checksum = new CRC32();
        private boolean ended;

        private Gzip(OutputStream out, Deflater deflater) throws IOException {
            super(out, deflater, DEFLATED_BYTES);
            out.write(HEADER);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            super.write(bytes, offset, length);
            checksum.update(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                return;
            }
            ended = true;
            finish();
            writeLittleEndian((int) checksum.getValue());
            writeLittleEndian((int) def.getBytesRead());
            out.close();
        }

        private void writeLittleEndian(int value) throws IOException {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                out.write(value >>> shift);
            }
        }
    }
}
