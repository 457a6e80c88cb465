package io.millrace.firehose.deliver;

import java.time.Duration;
import java.util.Optional;

/** How a delivery ended. */
public sealed interface Receipt {

    /** The destination has the whole parcel, durably by its own standard. */
    record Delivered() implements Receipt {
    }

    /**
     * It does not have it, or nobody knows; trying again may help.
     *
     * @param code       for error records and logs, e.g. {@code HttpEndpoint.ResponseTimeout}
     * @param retryAfter what the destination asks for
     */
    record Retryable(String code, String message, Optional<Duration> retryAfter) implements Receipt {
    }

    /** It will never take this parcel. Object stores do not answer so: what they refuse is retried until an operator mends it. */
    record Permanent(String code, String message) implements Receipt {
    }
}
