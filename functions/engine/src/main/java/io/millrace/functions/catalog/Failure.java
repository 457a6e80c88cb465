package io.millrace.functions.catalog;

/**
 * Why a function cannot run.
 *
 * @param reason for its owner, one sentence
 */
public record Failure(Code code, String reason) {

    /** As in StateReasonCode and LastUpdateStatusReasonCode. */
    public enum Code {
        /** Something went wrong here. */
        INTERNAL_ERROR("InternalError"),
        /** What its runtime needs is not on this machine. */
        INVALID_RUNTIME("InvalidRuntime");

        private final String wireName;

        Code(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
