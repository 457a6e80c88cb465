package io.millrace.functions.mapping;

/** An error of an event source mapping operation as the client sees it. */
public final class MappingApiFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** The errors: wire name, status, and how their shape spells the message member. */
    public enum Kind {
        INVALID_PARAMETER("InvalidParameterValueException", 400, "message"),
        VALIDATION("ValidationException", 400, "message"),
        UNREADABLE("InvalidRequestContentException", 400, "message"),
        NOT_FOUND("ResourceNotFoundException", 404, "Message"),
        CONFLICT("ResourceConflictException", 409, "message"),
        IN_USE("ResourceInUseException", 400, "Message"),
        SERVICE("ServiceException", 500, "Message");

        private final String wireName;
        private final int status;
        private final String messageMember;

        Kind(String wireName, int status, String messageMember) {
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
    }

    MappingApiFault(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    static MappingApiFault invalid(String message) {
        return new MappingApiFault(Kind.INVALID_PARAMETER, message);
    }

    /** A member outside what the service model allows. */
    static MappingApiFault constraint(String value, String member, String constraint) {
        return new MappingApiFault(Kind.VALIDATION, "1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: " + constraint);
    }

    public Kind kind() {
        return kind;
    }
}
