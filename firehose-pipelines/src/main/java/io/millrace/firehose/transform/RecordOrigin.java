package io.millrace.firehose.transform;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a record came from; sub-records share their record's.
 *
 * @param recordId        unique within the delivery stream, as functions and error records show it
 * @param arrivedAtMillis when the server took it
 * @param kinesis         of records of a Kinesis stream
 */
public record RecordOrigin(String recordId, long arrivedAtMillis, Optional<KinesisOrigin> kinesis) {

    public RecordOrigin {
        Objects.requireNonNull(recordId);
    }

    /**
     * Where in the Kinesis stream.
     *
     * @param subSequenceNumber of a KPL user record in its aggregate; 0 otherwise
     */
    public record KinesisOrigin(String shardId, String partitionKey, String sequenceNumber, long subSequenceNumber) {
    }
}
