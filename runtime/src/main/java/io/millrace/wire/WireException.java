package io.millrace.wire;

/** A call that is answered with a fault. Carries no stack: it is an answer, not a defect. */
public final class WireException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient WireFault fault;

    /** @param message for the client; may be null where the service sends none */
    public WireException(WireFault fault, String message) {
        super(message, null, false, false);
        this.fault = fault;
    }

    public WireFault fault() {
        return fault;
    }
}
