package io.millrace.functions.runtimeapi;

/**
 * What a worker process says. Called on the listener's event loop; returns at once. Payloads are whole and belong to the receiver.
 */
public interface RuntimeConversation {

    /** The process is ready for an invocation, the first time after its initialisation. */
    void next(NextReply reply);

    /** What the function returned; to be accepted or refused. */
    void response(String requestId, byte[] payload, Verdict verdict);

    /** The function returned more than {@link RuntimeApi#RESPONSE_BYTES_MAX}; the process has been told. */
    void responseTooLarge(String requestId);

    /** The function failed: {@code payload} is the error as the API returns it. */
    void error(String requestId, byte[] payload, Verdict verdict);

    /** The process could not initialise. */
    void initError(byte[] payload);

    /** How to hand an invocation over. Any thread; once. */
    interface NextReply {
        /** Sends it; what the process does from then on is on the function's time. */
        void send(HandOver invocation);
    }

    /** Whether a result was for the invocation under way and the first for it. Any thread; once. */
    interface Verdict {
        void accept();

        void refuse();
    }

    /**
     * An invocation as {@code /next} gives it.
     *
     * @param deadlineMillis epoch milliseconds
     * @param clientContext  JSON, or empty
     */
    record HandOver(String requestId, byte[] payload, long deadlineMillis, String functionArn, String traceId, String clientContext) {
    }
}
