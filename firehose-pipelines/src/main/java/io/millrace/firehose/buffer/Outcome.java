package io.millrace.firehose.buffer;

import io.millrace.firehose.error.ErrorOutputType;
import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.stream.Position;
import java.util.Optional;

/**
 * One thing that became of a source's record, as it is logged before anything is done with it.
 *
 * @param sourceShard index of the source's shard
 * @param source      the record's position in it
 * @param sub         number among the record's outcomes, from 0
 * @param last        whether the record has no further outcomes
 * @param way         where it goes
 * @param record      empty for {@link Way#NOTHING}, and where it is the record that was put, unchanged: then it is in the input
 */
public record Outcome(int sourceShard, Position source, int sub, boolean last, Way way, Optional<FirehoseRecord> record) {

    /** Whether the record is to be read where it was put. */
    public boolean refersToInput() {
        return record.isEmpty() && way != Way.NOTHING;
    }

    /** The same with the record that it refers to. */
    public Outcome with(FirehoseRecord found) {
        return new Outcome(sourceShard, source, sub, last, way, Optional.of(found));
    }

    /** Where outcomes go. The order is part of the format. */
    public enum Way {
        /** Nowhere: the record was dropped. */
        NOTHING(Optional.empty()),
        DATA(Optional.empty()),
        /** The source record as it came, for the backup. */
        BACKUP(Optional.empty()),
        PROCESSING_FAILED(Optional.of(ErrorOutputType.PROCESSING_FAILED)),
        FORMAT_CONVERSION_FAILED(Optional.of(ErrorOutputType.FORMAT_CONVERSION_FAILED)),
        HTTP_ENDPOINT_FAILED(Optional.of(ErrorOutputType.HTTP_ENDPOINT_FAILED)),
        ACTIVE_PARTITION_EXCEEDED(Optional.of(ErrorOutputType.ACTIVE_PARTITION_EXCEEDED)),
        DECOMPRESSION_FAILED(Optional.of(ErrorOutputType.DECOMPRESSION_FAILED));

        private static final Way[] VALUES = values();
        private final Optional<ErrorOutputType> error;

        Way(Optional<ErrorOutputType> error) {
            this.error = error;
        }

        /** For error records: of which type; the data is their line. */
        public Optional<ErrorOutputType> error() {
            return error;
        }

        public static Way of(ErrorOutputType type) {
            return switch (type) {
                case PROCESSING_FAILED -> PROCESSING_FAILED;
                case FORMAT_CONVERSION_FAILED -> FORMAT_CONVERSION_FAILED;
                case HTTP_ENDPOINT_FAILED -> HTTP_ENDPOINT_FAILED;
                case ACTIVE_PARTITION_EXCEEDED -> ACTIVE_PARTITION_EXCEEDED;
                case DECOMPRESSION_FAILED -> DECOMPRESSION_FAILED;
            };
        }

        /** Of a stored number; an unknown one is an {@link IllegalArgumentException}. */
        public static Way of(int ordinal) {
            if (ordinal < 0 || ordinal >= VALUES.length) {
                throw new IllegalArgumentException("unknown way of an outcome: " + ordinal);
            }
            return VALUES[ordinal];
        }
    }
}
