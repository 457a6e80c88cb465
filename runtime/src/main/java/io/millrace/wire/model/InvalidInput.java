package io.millrace.wire.model;

/** A body that is well formed but breaks the model's limits. Carries no stack. */
public final class InvalidInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message for the client */
    public InvalidInput(String message) {
        super(message, null, false, false);
    }
}
