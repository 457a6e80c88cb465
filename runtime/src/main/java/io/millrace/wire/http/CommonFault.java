package io.millrace.wire.http;

import io.millrace.wire.WireFault;

/** Faults the front of every service answers with, before an operation has its say. */
public enum CommonFault implements WireFault {

    UNKNOWN_OPERATION("UnknownOperationException", 400, Retry.NEVER),
    SERIALIZATION("SerializationException", 400, Retry.NEVER),
    ACCESS_DENIED("AccessDeniedException", 403, Retry.NEVER),
    TOO_LARGE("RequestEntityTooLargeException", 413, Retry.NEVER),
    TIMED_OUT("RequestTimeoutException", 408, Retry.LATER);

    private final String wireName;
    private final int status;
    private final Retry retry;

    CommonFault(String wireName, int status, Retry retry) {
        this.wireName = wireName;
        this.status = status;
        this.retry = retry;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Retry retry() {
        return retry;
    }
}
