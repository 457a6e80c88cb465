package io.millrace.firehose.columnar.parquet;

import io.airlift.compress.snappy.SnappyCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Parquet's compressions without Hadoop's codecs, whose Snappy unpacks a native library to where it can find it. Writes only. */
final class StreamCodecs implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> compressor(codec, bytes -> bytes);
            case GZIP -> compressor(codec, StreamCodecs::gzip);
            case SNAPPY -> compressor(codec, StreamCodecs::snappy);
            case LZO, BROTLI, LZ4, ZSTD, LZ4_RAW -> throw new IllegalArgumentException("no compression of Parquet here: " + codec);
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("files are written here, not read");
    }

    @Override
    public void release() {
    }

    private interface Compression {
        BytesInput of(BytesInput bytes) throws IOException;
    }

    private static BytesInputCompressor compressor(CompressionCodecName codec, Compression compression) {
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(BytesInput bytes) throws IOException {
                return compression.of(bytes);
            }

            @Override
            public CompressionCodecName getCodecName() {
                return codec;
            }

            @Override
            public void release() {
            }
        };
    }

    private static BytesInput gzip(BytesInput bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            bytes.writeAllTo(gzip);
        }
        return BytesInput.from(compressed.toByteArray());
    }

    private static BytesInput snappy(BytesInput bytes) throws IOException {
        byte[] plain = bytes.toByteArray();
        SnappyCompressor compressor = new SnappyCompressor();
        byte[] compressed = new byte[compressor.maxCompressedLength(plain.length)];
        return BytesInput.from(compressed, 0, compressor.compress(plain, 0, plain.length, compressed, 0, compressed.length));
    }
}
