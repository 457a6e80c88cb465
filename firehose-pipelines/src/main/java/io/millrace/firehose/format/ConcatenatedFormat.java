package io.millrace.firehose.format;

import io.millrace.firehose.config.CompressionFormat;
import io.millrace.firehose.transform.FirehoseRecord;
import java.io.IOException;
import java.io.OutputStream;

/** Records one after the other as they are, nothing between them, compressed as a whole. Takes every record. */
public final class ConcatenatedFormat implements OutputFormat {

    private final CompressionFormat compression;

    public ConcatenatedFormat(CompressionFormat compression) {
        this.compression = compression;
    }

    /** What the names of objects in this compression end with, with its dot; empty when not compressed. */
    public static String extension(CompressionFormat compression) {
        return switch (compression) {
            case UNCOMPRESSED -> "";
            case GZIP -> ".gz";
            case ZIP -> ".zip";
            case SNAPPY -> ".snappy";
            case HADOOP_SNAPPY -> ".hsnappy";
        };
    }

    @Override
    public Encoder open(NewObject object, OutputStream out, Rejections rejections) throws IOException {
        return new ConcatenatedEncoder(CompressedStream.open(compression, object, out));
    }

    private static final class ConcatenatedEncoder implements Encoder {

        private final CompressedStream object;
        private long records;

        private ConcatenatedEncoder(CompressedStream object) {
            this.object = object;
        }

        @Override
        public void write(FirehoseRecord record) throws IOException {
            object.write(record.data());
            records++;
        }

        @Override
        public long finish() throws IOException {
            object.finish();
            return records;
        }

        @Override
        public void close() {
            object.close();
        }
    }
}
