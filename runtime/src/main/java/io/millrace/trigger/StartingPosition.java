package io.millrace.trigger;

/** Where a new mapping begins in the shards there are; named as in the Lambda API. */
public enum StartingPosition {
    /** With the oldest record. */
    TRIM_HORIZON,
    /** With the first record after the mapping was made. */
    LATEST,
    /** With the first record that arrived at or after a time. */
    AT_TIMESTAMP
}
