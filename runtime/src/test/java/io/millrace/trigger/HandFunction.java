package io.millrace.trigger;

import io.millrace.invoke.Invoker;
import io.millrace.invoke.Outcome;
import io.millrace.kinesis.SequenceNumber;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function whose invocations the test takes and answers itself. */
final class HandFunction implements Invoker {

    static final Outcome DONE = new Outcome.Done(new byte[0], Duration.ZERO);
    static final Outcome FAILED = new Outcome.Failed("Unhandled", new byte[0], Duration.ZERO);
    private static final Pattern EVENT_ID = Pattern.compile("\"eventID\":\"(shardId-\\d{12}):(\\d{56})\"");
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

    /** One invocation under way; the ordinals are those of its records' positions. */
    record Call(String function, String lane, List<Long> ordinals, CompletableFuture<Outcome> stage, long atNanos) {
        void answer(Outcome outcome) {
            stage.complete(outcome);
        }
    }

    @Override
    public boolean isInvocable(String functionName) {
        return true;
    }

    @Override
    public CompletionStage<Outcome> invoke(String functionName, byte[] payload, String fairness) {
        long now = System.nanoTime();
        List<Long> ordinals = new ArrayList<>();
        Matcher matcher = EVENT_ID.matcher(new String(payload, StandardCharsets.UTF_8));
        while (matcher.find()) {
            ordinals.add(SequenceNumber.parse(matcher.group(2)).orElseThrow().position().ordinal());
        }
        Call call = new Call(functionName, fairness, ordinals, new CompletableFuture<>(), now);
        calls.add(call);
        return call.stage();
    }

    Call take() throws InterruptedException {
        Call call = calls.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (call == null) {
            throw new AssertionError("no invocation came");
        }
        return call;
    }

    /** The next invocation if it comes within a moment. */
    Optional<Call> takeIfThere() throws InterruptedException {
        return Optional.ofNullable(calls.poll(5, TimeUnit.MILLISECONDS));
    }
}
