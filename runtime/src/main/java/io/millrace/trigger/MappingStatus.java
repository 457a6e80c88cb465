package io.millrace.trigger;

/**
 * How a mapping is doing.
 *
 * @param state                as the Lambda API names it: Creating, Enabling, Enabled, Disabling, Disabled, Updating, Deleting
 * @param lastProcessingResult as the Lambda API shows it; since this start of the server
 */
public record MappingStatus(String state, String lastProcessingResult) {

    static final String NOTHING_YET = "No records processed";
    static final String OK = "OK";
    static final String FUNCTION_FAILED = "PROBLEM: Function call failed";
    static final String FUNCTION_UNAVAILABLE = "PROBLEM: Function not found or not active";
    static final String STREAM_GONE = "PROBLEM: Stream not found";
    static final String RECORD_TOO_LARGE = "PROBLEM: Record too large for the function's event";
    private static final String ENABLED = "Enabled";
    private static final String DISABLED = "Disabled";

    static MappingStatus of(Mapping mapping, boolean settled, String lastProcessingResult) {
        return new MappingStatus(settled && !mapping.isDeleting() ? mapping.options().enabled() ? ENABLED : DISABLED
                : inTransition(mapping.transition()), lastProcessingResult);
    }

    /** The state of a mapping right after that change. */
    public static String inTransition(Mapping.Transition transition) {
        return switch (transition) {
            case CREATING -> "Creating";
            case UPDATING -> "Updating";
            case ENABLING -> "Enabling";
            case DISABLING -> "Disabling";
            case DELETING -> "Deleting";
        };
    }

    /** Whether it can be updated or deleted now. */
    public boolean isSettled() {
        return state.equals(ENABLED) || state.equals(DISABLED);
    }
}
