package io.millrace.firehose.transform;

import io.millrace.firehose.error.ErrorOutputType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Unpacks gzip, as CloudWatch Logs sends it. What is no gzip, or unpacks to too much, fails. */
final class Decompression implements Processor {

    /** As much as a source's record may have; a small one could otherwise unpack to more than there is memory. */
    static final int UNPACKED_BYTES_MAX = 10 * 1024 * 1024;

    private final FailedRecords failures;

    Decompression(FailedRecords failures) {
        this.failures = failures;
    }

    @Override
    public void process(FirehoseRecord record, Results results) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(record.data()))) {
            byte[] unpacked = gzip.readNBytes(UNPACKED_BYTES_MAX + 1);
            if (unpacked.length > UNPACKED_BYTES_MAX) {
                results.fail(failures.of(ErrorOutputType.DECOMPRESSION_FAILED, record, "Decompression.TooLarge",
                        "The record unpacks to more than " + UNPACKED_BYTES_MAX + " bytes"));
            } else {
                results.pass(record.withData(unpacked));
            }
        } catch (IOException e) {
            results.fail(failures.of(ErrorOutputType.DECOMPRESSION_FAILED, record, "Decompression.Failed", "The record is not gzip: " + e.getMessage()));
        }
    }
}
