package io.millrace.firehose.api;

import io.millrace.wire.WireFault;

/** Every way a Firehose call fails, as the service model and the API reference name them. */
public enum FirehoseFault implements WireFault {

    INVALID("ValidationException", 400, Retry.NEVER),
    ARGUMENT("InvalidArgumentException", 400, Retry.NEVER),
    NOT_FOUND("ResourceNotFoundException", 400, Retry.NEVER),
    IN_USE("ResourceInUseException", 400, Retry.NEVER),
    LIMIT("LimitExceededException", 400, Retry.LATER),
    CONCURRENT("ConcurrentModificationException", 400, Retry.NEVER),
    KEY("InvalidKMSResourceException", 400, Retry.NEVER),
    UNAVAILABLE("ServiceUnavailableException", 503, Retry.LATER),
    INTERNAL("InternalFailure", 500, Retry.LATER);

    private final String wireName;
    private final int status;
    private final Retry retry;

    FirehoseFault(String wireName, int status, Retry retry) {
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
