package io.millrace.functions.worker;

import io.millrace.invoke.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One call of a function on its way; its result is given once, the first counts. */
public final class Invocation {

    private static final byte[] NO_TAIL = new byte[0];

    private final String requestId = UUID.randomUUID().toString();
    private final byte[] payload;
    private final Optional<String> lane;
    private final boolean tailWanted;
    private final String clientContext;
    private final String traceId;
    private final long arrivedNanos;
    private final CompletableFuture<Result> result = new CompletableFuture<>();

    /**
     * How it ended.
     *
     * @param tail the last 4 KiB of the log, if they were wanted and something was run
     */
    public record Result(String requestId, Outcome outcome, byte[] tail) {
    }

    private Invocation(byte[] payload, Optional<String> lane, boolean tailWanted, String clientContext, String traceId, long arrivedNanos) {
        this.payload = payload;
        this.lane = lane;
        this.tailWanted = tailWanted;
        this.clientContext = clientContext;
        this.traceId = traceId;
        this.arrivedNanos = arrivedNanos;
    }

    /** One that waits for its turn among the lanes. */
    static Invocation waiting(byte[] payload, String lane, long nowNanos) {
        return new Invocation(payload, Optional.of(lane), false, "", newTraceId(), nowNanos);
    }

    /**
     * One that is throttled where it would have to wait for a running worker.
     *
     * @param clientContext JSON, or empty
     * @param traceId       as in X-Amzn-Trace-Id, or empty
     */
    static Invocation immediate(byte[] payload, boolean tailWanted, String clientContext, String traceId, long nowNanos) {
        return new Invocation(payload, Optional.empty(), tailWanted, clientContext, traceId.isEmpty() ? newTraceId() : traceId, nowNanos);
    }

    /** The runtime client aborts without one. */
    private static String newTraceId() {
        String hex = UUID.randomUUID().toString().replace("-", "");
        return "Root=1-" + hex.substring(0, 8) + "-" + hex.substring(8) + ";Parent=" + hex.substring(8, 24) + ";Sampled=0";
    }

    public String requestId() {
        return requestId;
    }

    byte[] payload() {
        return payload;
    }

    boolean waits() {
        return lane.isPresent();
    }

    /** Whose turn it is: the caller's lane, or a lane of its own. */
    String lane() {
        return lane.orElse(requestId);
    }

    boolean tailWanted() {
        return tailWanted;
    }

    String clientContext() {
        return clientContext;
    }

    String traceId() {
        return traceId;
    }

    Duration waited(long nowNanos) {
        return Duration.ofNanos(nowNanos - arrivedNanos);
    }

    void end(Outcome outcome) {
        end(outcome, NO_TAIL);
    }

    void end(Outcome outcome, byte[] tail) {
        result.complete(new Result(requestId, outcome, tailWanted ? tail : NO_TAIL));
    }

    /** Completes normally in any case. */
    public CompletionStage<Result> result() {
        return result.minimalCompletionStage();
    }
}
