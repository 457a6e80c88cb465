package io.millrace.functions.compiled;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millrace.clock.Clock;
import io.millrace.functions.batch.InvocationContext;
import io.millrace.functions.worker.Invocation;
import io.millrace.identity.Identity;
import io.millrace.invoke.Invoker;
import io.millrace.invoke.Outcome;
import io.millrace.invoke.RecordsEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs compiled-in functions. Any thread; only {@link #close} blocks. */
public final class CompiledFunctions implements Invoker, AutoCloseable {

    /** As in GetFunction and at start: they share the server's process. */
    public static final String ISOLATION = "in-server";

    private static final Logger LOGGER = LoggerFactory.getLogger(CompiledFunctions.class);
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
    private static final byte[] NO_TAIL = new byte[0];

    private final NavigableMap<String, Prepared> functions = new TreeMap<>();
    private final CompiledSettings settings;
    private final FunctionAnswers answers;
    private final Identity identity;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Timer timer;
    private final FunctionThreads threads;
    private final long openedAtMillis;

    /**
     * @param mapper reads events and writes answers
     * @throws IllegalArgumentException naming a function that clients could not name, that is there twice, or that takes what no event can give
     */
    public CompiledFunctions(List<CompiledFunction> all, CompiledSettings settings, ObjectMapper mapper, Identity identity, Clock clock,
            MeterRegistry meters) {
        this.settings = settings;
        this.answers = new FunctionAnswers(mapper);
        this.identity = identity;
        this.clock = clock;
        this.meters = meters;
        this.timer = Timer.builder("millrace.invocation").description("From the hand-over to the function's answer").register(meters);
        this.openedAtMillis = clock.millis();
        for (CompiledFunction function : all) {
            add(function, mapper);
        }
        this.threads = new FunctionThreads(settings, meters);
        if (!functions.isEmpty()) {
            LOGGER.atInfo().addKeyValue("functions", functions.keySet()).addKeyValue("isolation", ISOLATION)
                    .addKeyValue("threads", settings.threads()).log("compiled-in functions");
        }
    }

    private void add(CompiledFunction function, ObjectMapper mapper) {
        if (!NAME.matcher(function.name()).matches()) {
            throw new IllegalArgumentException("the function " + function.handler() + " has a name that clients cannot use, " + function.name()
                    + ": 1 to 64 letters, digits, - and _");
        }
        FunctionInput input;
        try {
            input = FunctionInput.of(function.input(), mapper);
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException("the function " + function.handler() + " cannot be called: " + unusable.getMessage());
        }
        Prepared other = functions.put(function.name(), new Prepared(function, input));
        if (other != null) {
            throw new IllegalArgumentException("two functions are called " + function.name() + ": " + other.function().handler() + " and "
                    + function.handler());
        }
    }

    /** The function of that name, if it is one of these. */
    public Optional<CompiledFunction> find(String name) {
        return Optional.ofNullable(functions.get(name)).map(Prepared::function);
    }

    /** Those with names after this one (empty: from the first), by name. */
    public List<CompiledFunction> list(String afterName, int limit) {
        return functions.tailMap(afterName, false).values().stream().limit(limit).map(Prepared::function).toList();
    }

    /** After which an invocation has failed. */
    public Duration timeout() {
        return settings.timeout();
    }

    /** When they came, with the server: epoch milliseconds. */
    public long openedAtMillis() {
        return openedAtMillis;
    }

    @Override
    public boolean isInvocable(String functionName) {
        return functions.containsKey(functionName);
    }

    /** A role that nobody has: these run as the server. */
    @Override
    public String executionRole(String functionName) {
        return "arn:" + identity.partition() + ":iam::" + identity.account() + ":role/compiled-in";
    }

    @Override
    public CompletionStage<Outcome> invoke(String functionName, byte[] payload, String fairness) {
        Prepared function = functions.get(functionName);
        return function == null ? unknown(functionName) : run(function, () -> function.input().of(payload), Optional.empty(), true,
                context(functionName, "", ""));
    }

    @Override
    public CompletionStage<Outcome> invoke(String functionName, RecordsEvent event, String fairness) {
        Prepared function = functions.get(functionName);
        return function == null ? unknown(functionName) : run(function, () -> function.input().of(event), Optional.of(event), true,
                context(functionName, "", ""));
    }

    /**
     * Runs a function for a caller that does not wait its turn.
     *
     * @param clientContext JSON, or empty
     * @param traceId       as in X-Amzn-Trace-Id, or empty
     */
    public CompletionStage<Invocation.Result> invokeNow(String functionName, byte[] payload, boolean tailWanted, String clientContext,
            String traceId) {
        Prepared function = functions.get(functionName);
        InvocationContext context = context(functionName, clientContext, traceId);
        CompletionStage<Outcome> outcome = function == null ? unknown(functionName)
                : run(function, () -> function.input().of(payload), Optional.empty(), false, context);
        return outcome.thenApply(ended -> new Invocation.Result(context.requestId(), ended, tailWanted ? tail(context.requestId(), ended) : NO_TAIL));
    }

    private static CompletionStage<Outcome> unknown(String functionName) {
        return CompletableFuture.completedStage(new Outcome.Unavailable("there is no function " + functionName));
    }

    private InvocationContext context(String function, String clientContext, String traceId) {
        return new InvocationContext(UUID.randomUUID().toString(), function, identity.functionArn(function),
                Instant.ofEpochMilli(clock.millis()).plus(settings.timeout()), clientContext, traceId);
    }

    private CompletionStage<Outcome> run(Prepared function, CompiledCall.Event input, Optional<RecordsEvent> event, boolean waits,
            InvocationContext context) {
        CompiledCall call = new CompiledCall(function, input, context, new CompiledCall.Work() {
            @Override
            public long begun() {
                return clock.nanos();
            }

            @Override
            public Outcome done(Object value, long begunNanos) {
                return answers.done(value, event, Duration.ofNanos(clock.nanos() - begunNanos));
            }

            @Override
            public Outcome failed(Throwable failure, long begunNanos) {
                return answers.failed(failure, Duration.ofNanos(clock.nanos() - begunNanos));
            }
        });
        threads.submit(call, waits);
        return call.outcome().thenApply(outcome -> counted(function.name(), outcome));
    }

    private Outcome counted(String function, Outcome outcome) {
        String word = switch (outcome) {
            case Outcome.Done done -> {
                timer.record(done.took());
                yield "done";
            }
            case Outcome.Failed failed -> {
                timer.record(failed.took());
                yield "failed";
            }
            case Outcome.Throttled throttled -> "throttled";
            case Outcome.Unavailable unavailable -> "unavailable";
        };
        Counter.builder("millrace.invocations").tag("function", function).tag("outcome", word).register(meters).increment();
        return outcome;
    }

    /** Lambda's own lines; what the function prints goes to the server's output, where nobody can tell whose it is. */
    private static byte[] tail(String requestId, Outcome outcome) {
        Optional<Duration> took = switch (outcome) {
            case Outcome.Done done -> Optional.of(done.took());
            case Outcome.Failed failed -> Optional.of(failed.took());
            case Outcome.Throttled throttled -> Optional.empty();
            case Outcome.Unavailable unavailable -> Optional.empty();
        };
        return took.map(duration -> String.format(Locale.ROOT, "START RequestId: %s Version: $LATEST\nEND RequestId: %s\nREPORT RequestId: %s\t"
                + "Duration: %.2f ms\tBilled Duration: %d ms\n", requestId, requestId, requestId, duration.toNanos() / 1e6,
                duration.plusNanos(999_999).toMillis()).getBytes(StandardCharsets.UTF_8)).orElse(NO_TAIL);
    }

    /** Refuses what waits and waits a moment for what runs. */
    @Override
    public void close() throws InterruptedException {
        threads.close();
    }
}
