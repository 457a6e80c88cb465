package io.millrace.firehose.schema.api;

import io.millrace.wire.WireFault;

/** Every way a Glue call fails here, as the service model names them. */
public enum GlueFault implements WireFault {

    VALIDATION("ValidationException", 400, Retry.NEVER),
    INPUT("InvalidInputException", 400, Retry.NEVER),
    NOT_FOUND("EntityNotFoundException", 400, Retry.NEVER),
    EXISTS("AlreadyExistsException", 400, Retry.NEVER),
    LIMIT("ResourceNumberLimitExceededException", 400, Retry.NEVER),
    CONCURRENT("ConcurrentModificationException", 400, Retry.LATER),
    THROTTLED("ThrottlingException", 400, Retry.LATER),
    INTERNAL("InternalServiceException", 500, Retry.LATER);

    private final String wireName;
    private final int status;
    private final Retry retry;

    GlueFault(String wireName, int status, Retry retry) {
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
