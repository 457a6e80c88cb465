package io.millrace.firehose.error;

import io.millrace.firehose.transform.RecordOrigin;
import java.util.Optional;

/** A record that failed, and why. {@link ErrorRecordEncoder} writes it as one line of JSON. */
public sealed interface ErrorRecord {

    ErrorOutputType type();

    RecordOrigin origin();

    /** The record as it was before the step that failed. */
    byte[] rawData();

    /**
     * Processing failed: a processor, partition keys, or the function.
     *
     * @param attempts           how often it was tried
     * @param attemptEndedMillis when the last attempt ended
     * @param functionArn        of the function, where it was one
     */
    record Processing(ErrorOutputType type, RecordOrigin origin, byte[] rawData, String code, String message, int attempts,
            long attemptEndedMillis, Optional<String> functionArn) implements ErrorRecord {
    }

    /** A format did not take it; {@code database.table} names the schema. */
    record Conversion(RecordOrigin origin, byte[] rawData, ConversionFailure failure, int attempts, long attemptEndedMillis,
            String catalogId, String database, String table, String region, String version) implements ErrorRecord {
        @Override
        public ErrorOutputType type() {
            return ErrorOutputType.FORMAT_CONVERSION_FAILED;
        }
    }

    /** An HTTP endpoint did not take it. */
    record HttpEndpoint(RecordOrigin origin, byte[] rawData, String code, String message, int attempts, long attemptEndedMillis)
            implements ErrorRecord {
        @Override
        public ErrorOutputType type() {
            return ErrorOutputType.HTTP_ENDPOINT_FAILED;
        }
    }
}
