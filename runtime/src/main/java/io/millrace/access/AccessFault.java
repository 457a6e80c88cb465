package io.millrace.access;

import io.millrace.wire.WireFault;

/**
 * What a request without a right signature is answered with. The statuses are those of APIs by {@code X-Amz-Target}; REST APIs, and
 * what is no call of any API, answer all of them with 403.
 */
public enum AccessFault implements WireFault {

    MISSING("MissingAuthenticationTokenException"),
    INCOMPLETE("IncompleteSignatureException"),
    INVALID("InvalidSignatureException"),
    UNKNOWN_KEY("UnrecognizedClientException");

    /** Of REST APIs. */
    public static final int REST_STATUS = 403;
    private static final int TARGET_STATUS = 400;

    private final String wireName;

    AccessFault(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    @Override
    public int status() {
        return TARGET_STATUS;
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
