package io.millrace.kinesis;

import io.millrace.wire.WireFault;

/** Every way a Kinesis call fails, as the service model and the API reference name them. */
public enum KinesisFault implements WireFault {

    INVALID("ValidationException", 400, Retry.NEVER),
    ARGUMENT("InvalidArgumentException", 400, Retry.NEVER),
    NOT_FOUND("ResourceNotFoundException", 400, Retry.NEVER),
    IN_USE("ResourceInUseException", 400, Retry.NEVER),
    LIMIT("LimitExceededException", 400, Retry.LATER),
    RATE("ProvisionedThroughputExceededException", 400, Retry.LATER),
    ITERATOR_EXPIRED("ExpiredIteratorException", 400, Retry.NEVER),
    TOKEN_EXPIRED("ExpiredNextTokenException", 400, Retry.NEVER),
    INTERNAL("InternalFailureException", 500, Retry.LATER);

    private final String wireName;
    private final int status;
    private final Retry retry;

    KinesisFault(String wireName, int status, Retry retry) {
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
