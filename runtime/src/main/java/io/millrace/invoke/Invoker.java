package io.millrace.invoke;

import java.util.concurrent.CompletionStage;

/**
 * Runs functions. Siblings of the functions engine know functions only through this port. Never blocks; stages complete on
 * the engine's threads.
 */
public interface Invoker {

    /** Whether a function of that name could be invoked now: it exists and is active. */
    boolean isInvocable(String functionName);

    /** The ARN of the role the function was created with; events name it. Empty when there is no such function. */
    default String executionRole(String functionName) {
        return "";
    }

    /**
     * Runs the function once. The stage always completes normally. A caller that gets {@link Outcome.Throttled} waits its
     * turn and asks again.
     *
     * @param payload  the event, UTF-8 JSON; not changed, not copied
     * @param fairness the caller's lane, e.g. mapping and shard: turns for scarce workers go round the lanes
     */
    CompletionStage<Outcome> invoke(String functionName, byte[] payload, String fairness);

    /** The same for records. Only from this way can {@link Outcome.Done} come with a part of them unfinished. */
    default CompletionStage<Outcome> invoke(String functionName, RecordsEvent event, String fairness) {
        return invoke(functionName, event.json(), fairness);
    }
}
