package io.millrace.firehose.api;

/** The service's limits that its model does not state (developer guide, "Quota"). */
final class FirehoseLimits {

    static final int CONTROL_BODY_BYTES_MAX = 1024 * 1024;
    /** 1,000 KiB of data in base64, and room for names. */
    static final int PUT_RECORD_BODY_BYTES_MAX = 1_400 * 1024;
    /** What a batch may hold in all, before base64. */
    static final int BATCH_BYTES_MAX = 4 * 1024 * 1024;
    /** 4 MiB of data in base64 and 500 records' names. */
    static final int PUT_BATCH_BODY_BYTES_MAX = 6 * 1024 * 1024;
    static final int LIST_DEFAULT = 10, TAGS_DEFAULT = 50, TAGS_MAX = 50;
    static final String DESTINATION_ID = "destinationId-000000000001";

    private FirehoseLimits() {
    }
}
