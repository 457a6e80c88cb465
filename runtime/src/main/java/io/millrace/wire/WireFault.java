package io.millrace.wire;

/** One way a call of an API can fail. Each API has one enum of them; nobody types an error's name twice. */
public interface WireFault {

    /** Whether the same call may succeed later. */
    enum Retry {
        NEVER, LATER
    }

    /** The error's name as clients know it, e.g. {@code ResourceNotFoundException}. */
    String wireName();

    /** The HTTP status. */
    int status();

    Retry retry();

    /** A call's end by this fault. */
    default WireException because(String message) {
        return new WireException(this, message);
    }
}
