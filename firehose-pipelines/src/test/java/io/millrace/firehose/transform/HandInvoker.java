package io.millrace.firehose.transform;

import io.millrace.invoke.Invoker;
import io.millrace.invoke.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Answers invocations at once: with what was laid ready, one after the other, then by a function of the event. */
public final class HandInvoker implements Invoker {

    /** The events, oldest first. */
    public final List<String> events = new ArrayList<>();
    public final List<String> functions = new ArrayList<>();
    /** What the next invocations come to. */
    public final ArrayDeque<Outcome> outcomes = new ArrayDeque<>();
    private final Function<String, String> function;

    public HandInvoker(Function<String, String> function) {
        this.function = function;
    }

    public static Outcome failed() {
        return new Outcome.Failed("Unhandled", "{\"errorMessage\":\"boom\"}".getBytes(StandardCharsets.UTF_8), Duration.ZERO);
    }

    @Override
    public boolean isInvocable(String functionName) {
        return true;
    }

    @Override
    public CompletionStage<Outcome> invoke(String functionName, byte[] payload, String fairness) {
        String event = new String(payload, StandardCharsets.UTF_8);
        events.add(event);
        functions.add(functionName);
        return CompletableFuture.completedStage(outcomes.isEmpty() ? new Outcome.Done(function.apply(event).getBytes(StandardCharsets.UTF_8), Duration.ZERO)
                : outcomes.remove());
    }
}
