package io.millrace.firehose.transform;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.invoke.Invoker;
import io.millrace.invoke.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The events, oldest first. */
    public final List<String> events = new ArrayList<>();
    public final List<String> functions = new ArrayList<>();
    /** What the next invocations come to. */
    public final ArrayDeque<Outcome> outcomes = new ArrayDeque<>();
    private final Function<String, String> function;

    public HandInvoker(Function<String, String> function) {
        this.function = function;
    }

    /** One that gives every record back as it came. @param results of an event's records in turn; the last is that of all further ones too */
    public static HandInvoker answering(String... results) {
        return new HandInvoker(event -> {
            ObjectNode reply = JSON.createObjectNode();
            ArrayNode records = reply.putArray("records");
            try {
                JSON.readTree(event).path("records").forEach(record -> records.addObject().put("recordId", record.path("recordId").asText())
                        .put("result", results[Math.min(records.size(), results.length) - 1]).put("data", record.path("data").asText()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return reply.toString();
        });
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
