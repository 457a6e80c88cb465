package io.millrace.functions.batch;

import java.time.Instant;

/**
 * What a function may know of the call; a parameter with {@code @Context} gets it.
 *
 * @param deadline      after which the caller no longer waits; the function is not stopped then
 * @param clientContext JSON as the client gave it, or empty
 * @param traceId       as in X-Amzn-Trace-Id, or empty
 */
public record InvocationContext(String requestId, String functionName, String functionArn, Instant deadline, String clientContext,
        String traceId) {
}
