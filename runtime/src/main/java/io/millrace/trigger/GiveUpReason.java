package io.millrace.trigger;

/** Why records were not delivered. */
enum GiveUpReason {
    /** Their batch failed MaximumRetryAttempts times more than once. */
    RETRIES_EXHAUSTED,
    /** The record's event alone is larger than a function may be given. */
    RECORD_TOO_LARGE
}
