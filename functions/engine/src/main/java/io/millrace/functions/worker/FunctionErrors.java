package io.millrace.functions.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.functions.runtimeapi.RuntimeApi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** Errors of functions that do not come from the function itself, as the Lambda API words them. */
public final class FunctionErrors {

    /** As in X-Amz-Function-Error. */
    public static final String UNHANDLED = "Unhandled";

    private static final int SIGNAL_BASE = 128, SIGNAL_KILL = 9;

    private FunctionErrors() {
    }

    /** The function had so much time. */
    public static byte[] timedOut(String requestId, Duration timeout) {
        return error("Sandbox.Timedout", "RequestId: " + requestId + " Error: Task timed out after " + seconds(timeout) + " seconds");
    }

    static byte[] exited(String requestId, int exitCode) {
        return error("Runtime.ExitError", "RequestId: " + requestId + " Error: " + exitReason(exitCode));
    }

    static byte[] stopped(String requestId) {
        return error("Sandbox.Stopped", "RequestId: " + requestId + " Error: the server stopped before the function had finished");
    }

    /** The function has returned more than {@link RuntimeApi#RESPONSE_BYTES_MAX}. */
    public static byte[] responseTooLarge() {
        return error("Function.ResponseSizeTooLarge",
                "Response payload size exceeded maximum allowed payload size (" + RuntimeApi.RESPONSE_BYTES_MAX + " bytes).");
    }

    /** @param outputEnd the last of what the process has written */
    static byte[] initExited(int exitCode, byte[] outputEnd) {
        return error("Runtime.ExitError", "Error: " + exitReason(exitCode) + " during init" + appended(outputEnd));
    }

    static byte[] initTimedOut(Duration bound, byte[] outputEnd) {
        return error("Sandbox.Timedout", "Error: Init timed out after " + seconds(bound) + " seconds" + appended(outputEnd));
    }

    static byte[] notStarted(Throwable cause) {
        return cause instanceof CannotStart cannot ? error(cannot.errorType(), "Error: " + cannot.getMessage())
                : error("Sandbox.StartFailure", "Error: the function's process could not be started: " + cause.getMessage());
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toMillis() / 1000.0);
    }

    private static String exitReason(int exitCode) {
        if (exitCode == 0) {
            return "Runtime exited without providing a reason";
        }
        return "Runtime exited with error: " + (exitCode == SIGNAL_BASE + SIGNAL_KILL ? "signal: killed" : "exit status " + exitCode);
    }

    private static String appended(byte[] output) {
        String text = new String(output, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ": " + text;
    }

    private static byte[] error(String type, String message) {
        return JsonNodeFactory.instance.objectNode().put("errorMessage", message).put("errorType", type).toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
