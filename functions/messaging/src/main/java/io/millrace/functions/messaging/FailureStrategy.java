package io.millrace.functions.messaging;

/** What becomes of a message that was not processed: attribute {@code failure-strategy}. */
enum FailureStrategy {
    /** The channel delivers no more and is not alive; after a restart it begins with this message. The default: nothing is lost unseen. */
    FAIL,
    /** It is logged and counts as done. Danger: the record is not processed. */
    IGNORE,
    /**
     * Its records go to the stream of {@code dead-letter-stream}, and count as done when they are durable there. When that stream does not
     * take one, because it is larger than its records may be, the channel fails as with {@link #FAIL}: nothing is lost unseen.
     */
    DEAD_LETTER_STREAM
}
