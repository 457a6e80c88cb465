package io.millrace.firehose.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.firehose.transform.FirehoseRecord;
import io.millrace.firehose.transform.RecordOrigin;
import io.millrace.stream.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A log that crashes have cut anywhere, and on which records were processed again with other results: each record comes once, and whole. */
class OutcomeFilterTest {

    private static final int SHARDS = 2, RECORDS = 12;

    /** @param run which processing of the record it is of */
    private record Logged(long position, Outcome outcome, int run) {
    }

    private record Passed(long position, long holdsFrom, Outcome outcome) {
    }

    @Property(tries = 2_000)
    void eachRecordComesOnceAndWhole(@ForAll long seed) {
        List<Logged> log = log(new Random(seed));
        List<Passed> passed = filtered(log, 0);
        for (int shard = 0; shard < SHARDS; shard++) {
            int of = shard;
            List<Passed> here = passed.stream().filter(outcome -> outcome.outcome().sourceShard() == of).toList();
            long source = -1;
            for (int i = 0; i < here.size();) {
                assertThat(here.get(i).outcome().source().value()).as("in order, none left out, none twice").isEqualTo(++source);
                int run = run(log, here.get(i)), sub = 0;
                long first = here.get(i).position();
                boolean last = false;
                for (; !last; i++, sub++) {
                    assertThat(here.get(i).outcome().sub()).isEqualTo(sub);
                    assertThat(here.get(i).outcome().source().value()).isEqualTo(source);
                    assertThat(run(log, here.get(i))).as("results of one processing").isEqualTo(run);
                    assertThat(here.get(i).holdsFrom()).isEqualTo(first);
                    last = here.get(i).outcome().last();
                }
            }
            assertThat(source).as("all of them").isEqualTo(RECORDS - 1);
        }
    }

    /** What is read again from where the log was held comes to the same. */
    @Property(tries = 1_000)
    void aLogThatWasCutWhereItMayBeComesToTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        List<Logged> log = log(random);
        int upTo = random.nextInt(log.size() + 1);
        OutcomeFilter filter = new OutcomeFilter();
        List<Passed> before = new ArrayList<>();
        log.subList(0, upTo).forEach(logged -> filter.accept(logged.position(), logged.outcome(), (position, from, outcome) -> before.add(new Passed(position, from, outcome))));
        long horizon = Math.min(filter.firstWaiting(), upTo);
        List<Passed> whole = filtered(log, 0), again = filtered(log.subList((int) horizon, log.size()), 0);
        List<Passed> expected = whole.stream().filter(passed -> passed.holdsFrom() >= horizon).toList();
        assertThat(again.stream().filter(passed -> whole.stream().anyMatch(known -> known.position() == passed.position()))).containsExactlyElementsOf(expected);
        assertThat(before).allSatisfy(passed -> assertThat(whole).contains(passed));
    }

    @Test
    void whatWaitsHoldsTheLog() {
        OutcomeFilter filter = new OutcomeFilter();
        List<Long> passed = new ArrayList<>();
        assertThat(filter.firstWaiting()).isEqualTo(Long.MAX_VALUE);
        filter.accept(7, outcome(0, 0, 0, false), (position, from, outcome) -> passed.add(position));
        filter.accept(8, outcome(1, 0, 0, false), (position, from, outcome) -> passed.add(position));
        assertThat(filter.firstWaiting()).isEqualTo(7);
        filter.accept(9, outcome(0, 0, 1, true), (position, from, outcome) -> passed.add(position));
        assertThat(passed).containsExactly(7L, 9L);
        assertThat(filter.firstWaiting()).isEqualTo(8);
    }

    @Test
    void aMiddleWithoutItsBeginningIsNothing() {
        OutcomeFilter filter = new OutcomeFilter();
        List<Long> passed = new ArrayList<>();
        filter.accept(1, outcome(0, 5, 1, true), (position, from, outcome) -> passed.add(position));
        filter.accept(2, outcome(0, 5, 0, false), (position, from, outcome) -> passed.add(position));
        filter.accept(3, outcome(0, 5, 2, true), (position, from, outcome) -> passed.add(position));
        filter.accept(4, outcome(0, 6, 1, true), (position, from, outcome) -> passed.add(position));
        assertThat(passed).isEmpty();
    }

    private static List<Passed> filtered(List<Logged> log, int from) {
        List<Passed> passed = new ArrayList<>();
        OutcomeFilter filter = new OutcomeFilter();
        log.subList(from, log.size()).forEach(logged -> filter.accept(logged.position(), logged.outcome(), (position, holdsFrom, outcome) ->
                passed.add(new Passed(position, holdsFrom, outcome))));
        return passed;
    }

    private static int run(List<Logged> log, Passed passed) {
        return log.get((int) passed.position()).run();
    }

    /** Each shard's records are processed in order; a crash cuts the log anywhere and begins again at a record before it, or at the next. */
    private static List<Logged> log(Random random) {
        List<Logged> log = new ArrayList<>();
        Map<Integer, Integer> next = new HashMap<>(), runs = new HashMap<>();
        while (next.values().stream().mapToInt(value -> value).sum() < SHARDS * RECORDS) {
            int shard = random.nextInt(SHARDS), source = next.getOrDefault(shard, 0);
            if (source == RECORDS) {
                continue;
            }
            int run = runs.merge(shard, 1, Integer::sum), outcomes = 1 + random.nextInt(4);
            int written = random.nextInt(4) == 0 ? random.nextInt(outcomes + 1) : outcomes;
            for (int sub = 0; sub < written; sub++) {
                log.add(new Logged(log.size(), outcome(shard, source, sub, sub == outcomes - 1), run));
            }
            boolean crashed = written < outcomes || random.nextInt(6) == 0;
            next.put(shard, crashed ? Math.max(0, source - random.nextInt(3)) : source + 1);
        }
        return log;
    }

    private static Outcome outcome(int shard, long source, int sub, boolean last) {
        return new Outcome(shard, new Position(source), sub, last, Outcome.Way.DATA,
                Optional.of(FirehoseRecord.of(new RecordOrigin("r", 0, Optional.empty()), new byte[0])));
    }
}
