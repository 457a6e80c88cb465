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
        return new ErrorRecord.Processing(ErrorOutputType.PROCESSING_FAILED, record.origin(), record.data(), code, message, 1, clock.millis(),
                Optional.empty());
    }
}
