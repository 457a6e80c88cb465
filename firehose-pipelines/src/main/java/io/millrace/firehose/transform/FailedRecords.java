package io.millrace.firehose.transform;

import io.millrace.clock.Clock;
import io.millrace.firehose.error.ErrorOutputType;
import io.millrace.firehose.error.ErrorRecord;
import java.util.Optional;

/** Makes error records of processors: tried once, failed now. */
final class FailedRecords {

    private final Clock clock;

    FailedRecords(Clock clock) {
        this.clock = clock;
    }

    ErrorRecord of(FirehoseRecord record, String code, String message) {
        return of(ErrorOutputType.PROCESSING_FAILED, record, code, message);
    }

    ErrorRecord of(ErrorOutputType type, FirehoseRecord record, String code, String message) {
        return new ErrorRecord.Processing(type, record.origin(), record.data(), code, message, 1, clock.millis(),
                Optional.empty());
    }
}
