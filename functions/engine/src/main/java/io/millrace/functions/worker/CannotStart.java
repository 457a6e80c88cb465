package io.millrace.functions.worker;

import java.io.IOException;

/** A worker cannot be started with what there is. Stackless: the function says where. */
final class CannotStart extends IOException {

    /** As in errorType: the archive has no program to start, or this machine nothing to run it with. */
    static final String INVALID_ENTRY_POINT = "Runtime.InvalidEntrypoint", INVALID_RUNTIME = "Runtime.InvalidRuntime";

    private static final long serialVersionUID = 1L;

    private final String errorType;

    CannotStart(String errorType, String message) {
        super(message);
        this.errorType = errorType;
    }

    /** As in the Lambda API's error. */
    String errorType() {
        return errorType;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
