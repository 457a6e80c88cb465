package io.millrace.firehose.transform;

import io.millrace.firehose.error.ErrorOutputType;
import java.util.Optional;

/**
 * One thing that came of a source record.
 *
 * @param error for error records: of which type; the record's data is their line then
 */
public record Product(Optional<ErrorOutputType> error, FirehoseRecord record) {

    static Product of(FirehoseRecord record) {
        return new Product(Optional.empty(), record);
    }
}
