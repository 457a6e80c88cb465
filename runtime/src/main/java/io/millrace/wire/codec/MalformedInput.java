package io.millrace.wire.codec;

/** A body that cannot be understood. Carries no stack. */
public final class MalformedInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message for the client; tells the place or the kind of value, never the payload */
    public MalformedInput(String message) {
        super(message, null, false, false);
    }
}
