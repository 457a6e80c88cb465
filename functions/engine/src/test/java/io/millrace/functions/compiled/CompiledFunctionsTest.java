package io.millrace.functions.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.clock.Clock;
import io.millrace.functions.batch.BatchRecord;
import io.millrace.functions.batch.BatchResult;
import io.millrace.functions.worker.Invocation;
import io.millrace.identity.Identity;
import io.millrace.invoke.Outcome;
import io.millrace.process.Await;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers, failures, turns, and threads that do not come back. */
class CompiledFunctionsTest {

    private static final Type RECORDS = new TypeReference<List<BatchRecord>>() { }.getType();
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] NO_EVENT = {'{', '}'};

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CountDownLatch gate = new CountDownLatch(1);
    private CompiledFunctions functions;

    @AfterEach
    void close() throws InterruptedException {
        gate.countDown();
        if (functions != null) {
            functions.close();
        }
    }

    private void open(CompiledSettings settings, CompiledFunction... all) {
        functions = new CompiledFunctions(List.of(all), settings, JSON, new Identity("000000000000", "us-east-1"), Clock.SYSTEM, meters);
    }

    private static CompiledSettings settings(int threads, int perFunction, int waiting) {
        return new CompiledSettings(threads, perFunction, waiting, Duration.ofSeconds(30));
    }

    private static Outcome now(java.util.concurrent.CompletionStage<Outcome> stage) throws Exception {
        return stage.toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static String payload(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> new String(done.payload(), StandardCharsets.UTF_8);
            case Outcome.Failed failed -> new String(failed.payload(), StandardCharsets.UTF_8);
            case Outcome.Throttled throttled -> "throttled";
            case Outcome.Unavailable unavailable -> unavailable.reason();
        };
    }

    /** Runs until the gate opens. */
    private CompiledFunction stubborn(String name, AtomicInteger begun) {
        return Given.function(name, byte[].class, (event, context) -> {
            begun.incrementAndGet();
            boolean waiting = true;
            while (waiting) {
                try {
                    gate.await();
                    waiting = false;
                } catch (InterruptedException ignored) {
                    waiting = true;
                }
            }
            return "returned";
        });
    }

    private double threads(String state) {
        return meters.get("millrace.compiled.threads").tag("state", state).gauge().value();
    }

    @Test
    void whatIsReturnedIsJson() throws Exception {
        open(settings(2, 2, 10), Given.function("list", String.class, (event, context) -> List.of(1, 2)),
                Given.function("nothing", String.class, (event, context) -> null),
                new Given.Hand("later", Optional.empty(), (event, context) -> CompletableFuture.supplyAsync(context::functionName)),
                Given.function("much", String.class, (event, context) -> "x".repeat(7_000_000)));
        assertThat(payload(now(functions.invoke("list", NO_EVENT, "lane")))).isEqualTo("[1,2]");
        assertThat(payload(now(functions.invoke("nothing", NO_EVENT, "lane")))).isEqualTo("null");
        assertThat(payload(now(functions.invoke("later", NO_EVENT, "lane")))).isEqualTo("\"later\"");
        assertThat(payload(now(functions.invoke("much", NO_EVENT, "lane")))).contains("Function.ResponseSizeTooLarge");
        assertThat(now(functions.invoke("nobody", NO_EVENT, "lane"))).isInstanceOf(Outcome.Unavailable.class);
        assertThat(meters.get("millrace.invocations").tag("function", "list").tag("outcome", "done").counter().count()).isEqualTo(1);
    }

    @Test
    void whatIsThrownHasItsTypeMessageAndTrace() throws Exception {
        open(settings(2, 2, 10), Given.function("throws", String.class, (event, context) -> {
            throw new IllegalStateException("as asked");
        }), new Given.Hand("late", Optional.empty(), (event, context) -> CompletableFuture.failedStage(new java.io.IOException("later"))),
                Given.function("broken", String.class, (event, context) -> {
                    throw new StackOverflowError();
                }));
        Outcome.Failed failed = (Outcome.Failed) now(functions.invoke("throws", NO_EVENT, "lane"));
        JsonNode error = JSON.readTree(failed.payload());
        assertThat(failed.kind()).isEqualTo("Unhandled");
        assertThat(error.get("errorMessage").asText()).isEqualTo("as asked");
        assertThat(error.get("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(payload(now(functions.invoke("late", NO_EVENT, "lane")))).contains("java.io.IOException", "later");
        assertThat(payload(now(functions.invoke("broken", NO_EVENT, "lane")))).contains("StackOverflowError");
    }

    @Test
    void aBatchMayBeFinishedInPart() throws Exception {
        open(settings(2, 2, 10), Given.function("part", RECORDS, (event, context) -> BatchResult.failedFrom((BatchRecord) ((List<?>) event).get(1))),
                Given.function("whole", RECORDS, (event, context) -> BatchResult.done()),
                Given.function("odd", RECORDS, (event, context) -> new BatchResult(List.of(Given.sequenceNumber(2), "7"))));
        Given.Event event = Given.event("a", "b", "c");
        Outcome.Done part = (Outcome.Done) now(functions.invoke("part", event, "lane"));
        assertThat(part.finished()).isEqualTo(OptionalInt.of(1));
        assertThat(payload(part)).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + Given.sequenceNumber(1) + "\"}]}");
        assertThat(((Outcome.Done) now(functions.invoke("whole", event, "lane"))).finished()).isEmpty();
        assertThat(((Outcome.Done) now(functions.invoke("odd", event, "lane"))).finished()).isEqualTo(OptionalInt.of(0));
        assertThat(payload(now(functions.invoke("part", event.json(), "lane")))).isEqualTo(payload(part));
    }

    @Test
    void turnsGoRoundTheFunctionsAndInvokeDoesNotWait() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
        open(settings(1, 1, 4), stubborn("first", begun), Given.function("a", String.class, (event, context) -> order.add("a")),
                Given.function("b", String.class, (event, context) -> order.add("b")));
        var first = functions.invoke("first", NO_EVENT, "lane");
        Await.until(SOON, () -> begun.get() == 1, () -> "not begun");
        assertThat(payload(functions.invokeNow("a", NO_EVENT, false, "", "").toCompletableFuture().get().outcome())).isEqualTo("throttled");
        var waiting = List.of(functions.invoke("a", NO_EVENT, "1"), functions.invoke("a", NO_EVENT, "2"), functions.invoke("a", NO_EVENT, "3"),
                functions.invoke("b", NO_EVENT, "4"));
        assertThat(payload(now(functions.invoke("b", NO_EVENT, "5")))).as("more than may wait").isEqualTo("throttled");
        gate.countDown();
        assertThat(payload(now(first))).isEqualTo("\"returned\"");
        for (var call : waiting) {
            assertThat(now(call)).isInstanceOf(Outcome.Done.class);
        }
        assertThat(order).containsExactly("a", "b", "a", "a");
    }

    @Test
    void aFunctionThatDoesNotReturnHarmsNoOther() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        open(new CompiledSettings(4, 2, 100, Duration.ofSeconds(1)), stubborn("stubborn", begun), Given.function("fine", String.class, (event, context) -> 1));
        var calls = List.of(functions.invoke("stubborn", NO_EVENT, "1"), functions.invoke("stubborn", NO_EVENT, "2"),
                functions.invoke("stubborn", NO_EVENT, "3"));
        assertThat(payload(now(calls.get(0)))).contains("Sandbox.Timedout", "Task timed out after 1.00 seconds");
        assertThat(payload(now(calls.get(1)))).contains("Sandbox.Timedout");
        assertThat(now(calls.get(2))).as("the one that waited").isNotInstanceOf(Outcome.Done.class);
        Await.until(SOON, () -> threads("stuck") == 2, () -> "stuck " + threads("stuck"));
        assertThat(payload(now(functions.invoke("stubborn", NO_EVENT, "1")))).contains("all 2 threads of stubborn are taken");
        assertThat(begun).hasValue(2);
        assertThat(payload(now(functions.invoke("fine", NO_EVENT, "4")))).isEqualTo("1");

        gate.countDown();
        Await.until(SOON, () -> threads("stuck") == 0 && threads("busy") == 0, () -> threads("stuck") + " stuck, " + threads("busy") + " busy");
        assertThat(payload(now(functions.invoke("stubborn", NO_EVENT, "1")))).isEqualTo("\"returned\"");
    }

    @Test
    void anAnswerThatNeverComesGivesItsPlaceBack() throws Exception {
        open(new CompiledSettings(1, 1, 100, Duration.ofSeconds(1)), new Given.Hand("never", Optional.empty(), (event, context) -> new CompletableFuture<>()),
                Given.function("fine", String.class, (event, context) -> 1));
        var never = functions.invoke("never", NO_EVENT, "1");
        assertThat(payload(now(never))).contains("Sandbox.Timedout");
        assertThat(payload(now(functions.invoke("fine", NO_EVENT, "2")))).isEqualTo("1");
        assertThat(threads("stuck")).isZero();
    }

    @Test
    void theTailSaysWhatLambdaSays() throws Exception {
        open(settings(1, 1, 1), Given.function("fine", String.class, (event, context) -> context.requestId()));
        Invocation.Result result = functions.invokeNow("fine", NO_EVENT, true, "", "").toCompletableFuture().get();
        assertThat(payload(result.outcome())).isEqualTo("\"" + result.requestId() + "\"");
        assertThat(new String(result.tail(), StandardCharsets.UTF_8)).contains("START RequestId: " + result.requestId(), "REPORT RequestId: ");
    }

    @Test
    void manyAtOnceAllEndAndNeverMoreThanMay() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        open(settings(4, 3, 10_000), Given.function("counting", String.class, (event, context) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            return running.decrementAndGet();
        }));
        List<java.util.concurrent.CompletionStage<Outcome>> calls = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            calls.add(functions.invoke("counting", NO_EVENT, "lane" + i));
        }
        for (var call : calls) {
            assertThat(now(call)).isInstanceOf(Outcome.Done.class);
        }
        assertThat(most.get()).isBetween(1, 3);
        Await.until(SOON, () -> threads("busy") == 0, () -> "busy");
    }

    @Test
    void namesThatClientsCannotUseAreRefused() {
        assertThatThrownBy(() -> open(settings(1, 1, 1), Given.function("a.b", String.class, (event, context) -> 1)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a.b");
        assertThatThrownBy(() -> open(settings(1, 1, 1), Given.function("a", String.class, (event, context) -> 1),
                Given.function("a", int.class, (event, context) -> 1))).hasMessageContaining("two functions are called a");
        assertThatThrownBy(() -> new CompiledSettings(2, 3, 0, Duration.ofSeconds(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CompiledSettings(2, 2, 0, Duration.ofMillis(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
