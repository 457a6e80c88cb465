package io.millrace.functions.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.clock.ManualClock;
import io.millrace.functions.catalog.CodeReference;
import io.millrace.functions.catalog.Configuration;
import io.millrace.functions.catalog.FunctionRuntime;
import io.millrace.invoke.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The pool's decisions, with workers that do what the test says. */
class WorkerPoolTest {

    private static final long MEBIBYTE = 1024 * 1024;
    private static final Outcome DONE = new Outcome.Done(new byte[0], Duration.ZERO);

    private final ManualClock clock = new ManualClock(1_700_000_000_000L);
    private final ManualLoop loop = new ManualLoop(clock);
    private final List<FakeWorker> workers = new ArrayList<>();
    private WorkerPool pool = pool(512, 512, 4);

    private WorkerPool pool(int mebibytes, int functionMebibytes, int starts) {
        PoolLimits limits = new PoolLimits(mebibytes * MEBIBYTE, functionMebibytes * MEBIBYTE, starts, 100, Duration.ofSeconds(1),
                Duration.ofMinutes(5), Duration.ofHours(1));
        return new WorkerPool(limits, (spec, listener) -> {
            FakeWorker worker = new FakeWorker(spec, listener);
            workers.add(worker);
            return worker;
        }, loop, clock);
    }

    private static final class FakeWorker implements Worker {
        private final FunctionSpec spec;
        private final Listener listener;
        private Invocation running;
        private boolean ready;
        private boolean stopped;
        private boolean ended;

        FakeWorker(FunctionSpec spec, Listener listener) {
            this.spec = spec;
            this.listener = listener;
        }

        @Override
        public FunctionSpec spec() {
            return spec;
        }

        @Override
        public void run(Invocation invocation) {
            assertThat(running).isNull();
            assertThat(stopped).isFalse();
            running = invocation;
        }

        @Override
        public void stop() {
            stopped = true;
            if (running != null) {
                running.end(new Outcome.Failed("Unhandled", new byte[0], Duration.ZERO));
            }
        }

        void finish() {
            Invocation finished = running;
            running = null;
            finished.end(DONE);
            listener.idle(this);
        }

        void end() {
            ended = true;
            listener.ended(this);
        }

        void failInit() {
            listener.initFailed(this, "error".getBytes(), new byte[0]);
            end();
        }
    }

    private static FunctionSpec spec(String name, int generation, int memory) {
        return new FunctionSpec(name, "arn", 1, generation, new Configuration(FunctionRuntime.JAVA25, "h", "r", "", memory, 3, Map.of(), "x86_64", 512),
                new CodeReference("0".repeat(64), 1));
    }

    private Invocation invoke(FunctionSpec spec, String lane) {
        Invocation invocation = lane.isEmpty() ? Invocation.immediate(new byte[0], false, "", "", clock.nanos())
                : Invocation.waiting(new byte[0], lane, clock.nanos());
        pool.invoke(spec, invocation);
        return invocation;
    }

    private static Outcome outcome(Invocation invocation) {
        Invocation.Result result = invocation.result().toCompletableFuture().getNow(null);
        return result == null ? null : result.outcome();
    }

    private List<FakeWorker> living(String name) {
        return workers.stream().filter(worker -> worker.spec.name().equals(name) && !worker.stopped && !worker.ended).toList();
    }

    @Test
    void anIdleWorkerIsUsedAgain() {
        Invocation first = invoke(spec("f", 1, 128), "");
        workers.getFirst().listener.idle(workers.getFirst());
        workers.getFirst().finish();
        invoke(spec("f", 1, 128), "");
        assertThat(outcome(first)).isEqualTo(DONE);
        assertThat(workers).hasSize(1);
        assertThat(workers.getFirst().running).isNotNull();
    }

    @Test
    void callersThatDoNotWaitAreThrottledWhenMemoryIsSpent() {
        List<Invocation> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            calls.add(invoke(spec("f", 1, 128), ""));
        }
        assertThat(workers).hasSize(4);
        assertThat(calls.subList(0, 4)).allSatisfy(call -> assertThat(outcome(call)).isNull());
        assertThat(calls.subList(4, 6)).allSatisfy(call -> assertThat(outcome(call)).isInstanceOf(Outcome.Throttled.class));
    }

    @Test
    void aFunctionHasABoundOfItsOwn() {
        pool = pool(1024, 256, 8);
        for (int i = 0; i < 5; i++) {
            invoke(spec("f", 1, 128), "lane" + i);
        }
        assertThat(workers).hasSize(2);
    }

    @Test
    void turnsGoRoundTheLanes() {
        pool = pool(128, 128, 1);
        List<Invocation> a = List.of(invoke(spec("f", 1, 128), "a"), invoke(spec("f", 1, 128), "a"), invoke(spec("f", 1, 128), "a"));
        Invocation b = invoke(spec("f", 1, 128), "b");
        FakeWorker worker = workers.getFirst();
        worker.listener.idle(worker);
        assertThat(worker.running).isSameAs(a.get(0));
        worker.finish();
        assertThat(worker.running).isSameAs(b);
        worker.finish();
        assertThat(worker.running).isSameAs(a.get(1));
        worker.finish();
        assertThat(worker.running).isSameAs(a.get(2));
    }

    @Test
    void idleWorkersOfOthersMakeRoom() {
        pool = pool(128, 128, 1);
        invoke(spec("f", 1, 128), "a");
        FakeWorker first = workers.getFirst();
        first.listener.idle(first);
        first.finish();
        invoke(spec("g", 1, 128), "b");
        assertThat(first.stopped).isTrue();
        assertThat(workers).hasSize(1);
        first.end();
        assertThat(living("g")).hasSize(1);
    }

    @Test
    void whoWaitsTooLongGetsTheRoomOfWhoHasMore() {
        pool = pool(128, 128, 1);
        invoke(spec("f", 1, 128), "a");
        FakeWorker first = workers.getFirst();
        first.listener.idle(first);
        invoke(spec("g", 1, 128), "b");
        loop.advance(Duration.ofMillis(10));
        invoke(spec("f", 1, 128), "a");
        invoke(spec("f", 1, 128), "a");
        first.finish();
        assertThat(first.stopped).isFalse();
        loop.advance(Duration.ofSeconds(2));
        first.finish();
        assertThat(first.stopped).isTrue();
        first.end();
        assertThat(living("g")).hasSize(1);
    }

    @Test
    void aCrashLoopBacksOff() {
        Invocation lane = invoke(spec("f", 1, 128), "a");
        Invocation second = invoke(spec("f", 1, 128), "a");
        List.copyOf(workers).forEach(FakeWorker::failInit);
        assertThat(outcome(lane)).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome(second)).isInstanceOf(Outcome.Failed.class);
        int before = workers.size();
        Invocation third = invoke(spec("f", 1, 128), "a");
        Invocation api = invoke(spec("f", 1, 128), "");
        assertThat(workers).hasSize(before);
        assertThat(outcome(third)).isNull();
        assertThat(outcome(api)).isInstanceOf(Outcome.Failed.class);
        loop.advance(Duration.ofSeconds(1));
        assertThat(workers).hasSize(before + 1);
    }

    @Test
    void aNewGenerationReplacesTheOld() {
        invoke(spec("f", 1, 128), "a");
        FakeWorker old = workers.getFirst();
        old.listener.idle(old);
        Invocation next = invoke(spec("f", 2, 128), "a");
        old.finish();
        assertThat(old.stopped).isTrue();
        FakeWorker young = living("f").getFirst();
        young.listener.idle(young);
        assertThat(young.running).isSameAs(next);
        assertThat(young.spec.generation()).isEqualTo(2);
    }

    @Test
    void whoWaitsForADeletedFunctionIsTold() {
        Invocation waiting = invoke(spec("f", 1, 128), "a");
        pool.remove("f", 1);
        assertThat(outcome(waiting)).isInstanceOf(Outcome.Unavailable.class);
        assertThat(workers.getFirst().stopped).isTrue();
    }

    @Test
    void idleWorkersEndAfterAWhile() {
        invoke(spec("f", 1, 128), "a");
        FakeWorker worker = workers.getFirst();
        worker.listener.idle(worker);
        worker.finish();
        loop.advance(Duration.ofMinutes(4));
        assertThat(worker.stopped).isFalse();
        loop.advance(Duration.ofMinutes(2));
        loop.advance(Duration.ofMinutes(1));
        assertThat(worker.stopped).isTrue();
    }

    /** Whatever happens in whatever order: memory stays within its bound, and who waits is served or told in the end. */
    @Property(tries = 300)
    void memoryIsBoundedAndNobodyIsForgotten(@ForAll long seed) {
        Random random = new Random(seed);
        pool = pool(512, 384, 2);
        workers.clear();
        List<Invocation> calls = new ArrayList<>();
        String[] names = {"f", "g", "h"};
        int[] memory = {128, 256, 512};
        for (int step = 0; step < 120; step++) {
            int pick = random.nextInt(names.length);
            switch (random.nextInt(6)) {
                case 0, 1 -> calls.add(invoke(spec(names[pick], 1, memory[pick]), random.nextInt(3) == 0 ? "" : "lane" + random.nextInt(4)));
                case 2 -> loop.advance(Duration.ofMillis(random.nextInt(700)));
                default -> happen(random, true);
            }
            assertThat(usedMebibytes()).isLessThanOrEqualTo(512);
        }
        for (int round = 0; round < 2_000 && calls.stream().anyMatch(call -> outcome(call) == null); round++) {
            happen(random, false);
            loop.advance(Duration.ofMillis(100));
        }
        assertThat(calls).filteredOn(call -> outcome(call) == null).as(() -> state()).isEmpty();
    }

    private String state() {
        return workers.stream().filter(worker -> !worker.ended).map(worker -> worker.spec.name() + (worker.stopped ? " stopping" : "")
                + (worker.running != null ? " running" : worker.ready ? " idle" : " starting")).toList().toString();
    }

    /** Something that one of the living workers does. */
    private void happen(Random random, boolean mayFail) {
        List<FakeWorker> living = workers.stream().filter(worker -> !worker.ended).toList();
        if (living.isEmpty()) {
            return;
        }
        FakeWorker worker = living.get(random.nextInt(living.size()));
        if (worker.stopped) {
            worker.end();
        } else if (worker.running != null) {
            worker.finish();
        } else if (!worker.ready) {
            if (mayFail && random.nextInt(4) == 0) {
                worker.failInit();
            } else {
                worker.ready = true;
                worker.listener.idle(worker);
            }
        }
    }

    private int usedMebibytes() {
        return workers.stream().filter(worker -> !worker.ended).mapToInt(worker -> worker.spec.configuration().memoryMebibytes()).sum();
    }
}
