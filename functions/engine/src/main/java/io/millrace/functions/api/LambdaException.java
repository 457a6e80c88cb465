package io.millrace.functions.api;

/** An error of an operation as the client sees it. Stackless: the cause is the call. */
public final class LambdaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final LambdaFault fault;

    public LambdaException(LambdaFault fault, String message) {
        super(message, null, false, false);
        this.fault = fault;
    }

    /** A value the operation does not take. */
    public static LambdaException invalid(String message) {
        return new LambdaException(LambdaFault.INVALID_PARAMETER, message);
    }

    /** A member outside what the service model allows. */
    public static LambdaException constraint(String value, String member, String constraint) {
        return new LambdaException(LambdaFault.VALIDATION, "1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: " + constraint);
    }

    static LambdaException unsupported(String what) {
        return invalid(what + " is not supported by this server");
    }

    public LambdaFault fault() {
        return fault;
    }
}
