package io.millrace.firehose.format;

import io.millrace.firehose.config.CompressionFormat;
import io.millrace.firehose.transform.FirehoseRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The body of a request to an HTTP endpoint:
 * {@code {"requestId":"…","timestamp":…,"records":[{"data":"<base64>"},…]}}. The object's name is the request id, the timestamp is
 * when the manifest was made: every attempt has the same bytes. Takes every record.
 */
public final class HttpRequestFormat implements OutputFormat {

    private static final byte[] RECORD_START = ascii("{\"data\":\""), RECORD_END = ascii("\"}"), BETWEEN = ascii(","), BODY_END = ascii("]}");

    private final CompressionFormat compression;

    public HttpRequestFormat(boolean gzip) {
        this.compression = gzip ? CompressionFormat.GZIP : CompressionFormat.UNCOMPRESSED;
    }

    @Override
    public Encoder open(NewObject object, OutputStream out, Rejections rejections) throws IOException {
        CompressedStream body = CompressedStream.open(compression, object, out);
        body.write(ascii("{\"requestId\":\"" + object.name() + "\",\"timestamp\":" + object.createdAtMillis() + ",\"records\":["));
        return new RequestEncoder(body);
    }

    private static final class RequestEncoder implements Encoder {

        private final CompressedStream body;
        private long records;

        private RequestEncoder(CompressedStream body) {
            this.body = body;
        }

        @Override
        public void write(FirehoseRecord record) throws IOException {
            if (records > 0) {
                body.write(BETWEEN);
            }
            body.write(RECORD_START);
            body.write(Base64.getEncoder().encode(record.data()));
            body.write(RECORD_END);
            records++;
        }

        @Override
        public long finish() throws IOException {
            body.write(BODY_END);
            body.finish();
            return records;
        }

        @Override
        public void close() {
            body.close();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
