package io.millrace.kinesis;

import java.time.Duration;

/** The service's limits (Kinesis Data Streams Developer Guide, "Quotas and limits"; API reference) and the bodies they lead to. */
public final class KinesisLimits {

    private static final int KIB = 1024, MIB = 1024 * KIB;

    public static final int PUT_RECORDS_MAX = 500;
    /** Data and partition keys of a PutRecords. */
    public static final int PUT_BYTES_MAX = 10 * MIB;
    /** Data and partition key of a record, on a stream that asks for the most. */
    public static final int RECORD_BYTES_MAX = 10 * MIB;
    public static final int PARTITION_KEY_CHARACTERS_MAX = 256;
    public static final int GET_RECORDS_MAX = 10_000;
    /** Data and partition keys of a GetRecords. */
    public static final int GET_BYTES_MAX = 10 * MIB;
    public static final Duration ITERATOR_AGE_MAX = Duration.ofSeconds(300);
    public static final Duration TOKEN_AGE_MAX = Duration.ofSeconds(300);
    public static final Duration RETENTION_MIN = Duration.ofHours(24);
    public static final Duration RETENTION_MAX = Duration.ofHours(8760);
    public static final int TAGS_MAX = 50;
    public static final int DESCRIBE_SHARDS_DEFAULT = 100;
    public static final int LIST_SHARDS_DEFAULT = 1000;
    public static final int LIST_STREAMS_DEFAULT = 100;
    public static final int LIST_TAGS_DEFAULT = 50;

    /** Per shard and second, where rates are enforced. */
    public static final int SHARD_RECORDS_PER_SECOND = 1000, SHARD_IN_BYTES_PER_SECOND = MIB, SHARD_OUT_BYTES_PER_SECOND = 2 * MIB,
            SHARD_READS_PER_SECOND = 5;

    public static final int PUT_RECORDS_BODY_BYTES_MAX = 15 * MIB;
    public static final int PUT_RECORD_BODY_BYTES_MAX = 15 * MIB;
    /** A NextToken may have 1 MiB. */
    public static final int CONTROL_BODY_BYTES_MAX = 2 * MIB;

    static {
        int base64 = PUT_BYTES_MAX / 3 * 4 + 4;
        require(PUT_BYTES_MAX >= RECORD_BYTES_MAX, "a PutRecords must hold one largest record");
        require(GET_BYTES_MAX >= RECORD_BYTES_MAX, "a GetRecords must hold one largest record");
        require(PUT_RECORDS_BODY_BYTES_MAX >= base64 + PUT_RECORDS_MAX * KIB, "a body must hold the largest PutRecords");
        require(PUT_RECORD_BODY_BYTES_MAX >= base64 + 4 * KIB, "a body must hold the largest PutRecord");
    }

    private KinesisLimits() {
    }

    private static void require(boolean holds, String relation) {
        if (!holds) {
            throw new ExceptionInInitializerError(relation);
        }
    }
}
