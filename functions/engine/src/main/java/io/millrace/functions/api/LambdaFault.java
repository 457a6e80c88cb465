package io.millrace.functions.api;

/** The errors of the Lambda API: wire name, status, and how their shape spells the message member. */
public enum LambdaFault {
    CONFLICT("ResourceConflictException", 409, "message"),
    IN_USE("ResourceInUseException", 400, "Message"),
    INVALID_PARAMETER("InvalidParameterValueException", 400, "message"),
    NOT_FOUND("ResourceNotFoundException", 404, "Message"),
    NOT_READY("ResourceNotReadyException", 502, "message"),
    PRECONDITION("PreconditionFailedException", 412, "message"),
    REQUEST_TOO_LARGE("RequestTooLargeException", 413, "message"),
    BODY_TOO_LARGE("RequestEntityTooLargeException", 413, "message"),
    SERVICE("ServiceException", 500, "Message"),
    TOO_MANY_REQUESTS("TooManyRequestsException", 429, "message"),
    UNREADABLE("InvalidRequestContentException", 400, "message"),
    VALIDATION("ValidationException", 400, "message");

    private static final int SERVER_ERRORS = 500;

    private final String wireName;
    private final int status;
    private final String messageMember;

    LambdaFault(String wireName, int status, String messageMember) {
        this.wireName = wireName;
        this.status = status;
        this.messageMember = messageMember;
    }

    public String wireName() {
        return wireName;
    }

    public int status() {
        return status;
    }

    public String messageMember() {
        return messageMember;
    }

    /** The Type member: whose fault it is. */
    public String type() {
        return status < SERVER_ERRORS ? "User" : "Service";
    }
}
