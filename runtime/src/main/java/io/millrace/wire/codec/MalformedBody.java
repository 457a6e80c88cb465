package io.millrace.wire.codec;

/** The body is not what its content type says, or a value is of another type than asked for. Stackless: it is the caller's error. */
public final class MalformedBody extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedBody(String message) {
        super(message, null, false, false);
    }
}
