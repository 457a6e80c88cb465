package io.millrace.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.invoke.Outcome;
import io.millrace.stream.Position;
import io.millrace.stream.Shard;
import io.millrace.stream.ShardId;
import io.millrace.stream.StreamDescription;
import io.millrace.trigger.HandFunction.Call;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TriggersTest extends TriggersFixture {

    @Test
    void recordsReachTheFunctionInBatchesAndTheCheckpointFollows() throws Exception {
        triggers.start();
        StreamDescription stream = stream(1, 1);
        append(stream, 0, 5);
        String uuid = create(stream, "f", StartingPosition.TRIM_HORIZON, options(3, 0, true));
        untilState(uuid, "Enabled");
        assertThat(result(uuid)).isEqualTo("No records processed");
        Call first = function.take();
        assertThat(first.ordinals()).containsExactly(0L, 1L, 2L);
        assertThat(checkpoints.ofOwner("mapping/" + uuid)).as("not before the outcome").isEmpty();
        first.answer(HandFunction.DONE);
        Call second = function.take();
        assertThat(second.ordinals()).containsExactly(3L, 4L);
        assertThat(checkpoints.ofOwner("mapping/" + uuid).get("1/0").position()).isEqualTo(Position.of(1, 3).value());
        second.answer(HandFunction.DONE);
        until("counted", () -> count("millrace.trigger.records") == 5 && count("millrace.trigger.batches") == 2);
        assertThat(result(uuid)).isEqualTo("OK");
        append(stream, 0, 1);
        assertThat(function.take().ordinals()).containsExactly(5L);
    }

    @Test
    void latestIsTheEndAtTheCreationAlsoWhenTheServerStopsBeforeAnyCheckpoint() throws Exception {
        StreamDescription stream = stream(1, 1);
        append(stream, 0, 4);
        create(stream, "f", StartingPosition.LATEST, options(10, 0, true));
        append(stream, 0, 2);
        restart();
        triggers.start();
        assertThat(function.take().ordinals()).containsExactly(4L, 5L);
    }

    @Test
    void aFailedBatchIsTriedAgainAndThenGivenUpCountedAndPassed() throws Exception {
        triggers.start();
        StreamDescription stream = stream(1, 1);
        String uuid = create(stream, "f", StartingPosition.TRIM_HORIZON, options(2, 1, true));
        append(stream, 0, 3);
        Call call = function.take();
        call.answer(HandFunction.FAILED);
        Call again = function.take();
        assertThat(again.ordinals()).isEqualTo(call.ordinals());
        assertThat(result(uuid)).isEqualTo("PROBLEM: Function call failed");
        again.answer(HandFunction.FAILED);
        Call next = function.take();
        assertThat(next.ordinals().getFirst()).isEqualTo(call.ordinals().getLast() + 1);
        assertThat(count("millrace.trigger.dropped")).isEqualTo(call.ordinals().size());
        assertThat(count("millrace.trigger.retries")).isEqualTo(1);
    }

    @Test
    void bisectingFindsTheOneBadRecord() throws Exception {
        triggers.start();
        StreamDescription stream = stream(1, 1);
        append(stream, 0, 8);
        Mapping.Options bisecting = new Mapping.Options(8, Duration.ZERO, 0, true, true);
        create(stream, "f", StartingPosition.TRIM_HORIZON, bisecting);
        Set<Long> done = new HashSet<>();
        while (done.size() < 7) {
            Call call = function.take();
            boolean bad = call.ordinals().contains(5L);
            call.answer(bad ? HandFunction.FAILED : HandFunction.DONE);
            if (!bad) {
                done.addAll(call.ordinals());
            }
        }
        assertThat(done).doesNotContain(5L);
        until("counted", () -> count("millrace.trigger.records") == 7);
        assertThat(count("millrace.trigger.dropped")).isEqualTo(1);
    }

    @Test
    void aFunctionThatIsThrottledOrMissingLosesNoAttempts() throws Exception {
        triggers.start();
        StreamDescription stream = stream(1, 1);
        append(stream, 0, 1);
        String uuid = create(stream, "f", StartingPosition.TRIM_HORIZON, options(1, 0, true));
        for (int i = 0; i < 5; i++) {
            function.take().answer(new Outcome.Throttled(Duration.ofMillis(1)));
            function.take().answer(new Outcome.Unavailable("pending"));
        }
        Call call = function.take();
        assertThat(result(uuid)).isEqualTo("PROBLEM: Function not found or not active");
        call.answer(HandFunction.DONE);
        until("done", () -> count("millrace.trigger.records") == 1);
        assertThat(count("millrace.trigger.dropped")).isZero();
    }

    @Test
    void disablingFinishesWhatIsUnderWayAndEnablingResumesBehindIt() throws Exception {
        triggers.start();
        StreamDescription stream = stream(1, 1);
        append(stream, 0, 1_000);
        String uuid = create(stream, "f", StartingPosition.TRIM_HORIZON, options(1, 0, true));
        untilState(uuid, "Enabled");
        Call underWay = function.take();
        await(triggers.mappings().update(uuid, "f", options(1, 0, false)));
        untilState(uuid, "Disabling");
        assertThatThrownBy(() -> await(triggers.mappings().update(uuid, "f", options(1, 0, true)))).hasCauseInstanceOf(MappingFault.InUse.class);
        long last = answerUntilState(underWay, uuid, "Disabled");
        assertThat(checkpoints.ofOwner("mapping/" + uuid).get("1/0").position()).isEqualTo(Position.of(1, last + 1).value());
        assertThat(registry.find("millrace.iterator.age").gauge()).isNull();
        await(triggers.mappings().update(uuid, "f", options(1, 0, true)));
        assertThat(function.take().ordinals()).containsExactly(last + 1);
        untilState(uuid, "Enabled");
    }

    /** Answers this call and those that follow until the mapping is in the state; returns the last record that was done. */
    private long answerUntilState(Call first, String uuid, String state) throws Exception {
        first.answer(HandFunction.DONE);
        long last = first.ordinals().getLast();
        while (!triggers.mappings().find(uuid).orElseThrow().status().state().equals(state)) {
            Optional<Call> next = function.takeIfThere();
            if (next.isPresent()) {
                last = next.get().ordinals().getLast();
                next.get().answer(HandFunction.DONE);
            }
        }
        assertThat(function.takeIfThere()).isEmpty();
        return last;
    }

    @Test
    void anUpdateTakesEffectBehindTheBatchUnderWay() throws Exception {
        triggers.start();
        StreamDescription stream = stream(1, 1);
        append(stream, 0, 1_000);
        String uuid = create(stream, "f", StartingPosition.TRIM_HORIZON, options(2, 0, true));
        untilState(uuid, "Enabled");
        Call underWay = function.take();
        await(triggers.mappings().update(uuid, "g", options(5, 0, true)));
        untilState(uuid, "Updating");
        Call before = underWay;
        Call next = underWay;
        while (next.function().equals("f")) {
            before = next;
            next.answer(HandFunction.DONE);
            next = function.take();
        }
        long from = before.ordinals().getLast() + 1;
        assertThat(before.ordinals()).hasSize(2);
        assertThat(next.function()).isEqualTo("g");
        assertThat(next.ordinals()).containsExactly(from, from + 1, from + 2, from + 3, from + 4);
        untilState(uuid, "Enabled");
    }

    @Test
    void aDeletedMappingIsGoneWithItsCheckpointsAfterTheBatchUnderWay() throws Exception {
        triggers.start();
        StreamDescription stream = stream(1, 1);
        append(stream, 0, 2);
        String uuid = create(stream, "f", StartingPosition.TRIM_HORIZON, options(1, 0, true));
        untilState(uuid, "Enabled");
        function.take().answer(HandFunction.DONE);
        Call underWay = function.take();
        assertThat(await(triggers.mappings().delete(uuid)).status().state()).isEqualTo("Deleting");
        untilState(uuid, "Deleting");
        underWay.answer(HandFunction.DONE);
        untilState(uuid, "gone");
        assertThat(checkpoints.ofOwner("mapping/" + uuid)).isEmpty();
        assertThat(create(stream, "f", StartingPosition.TRIM_HORIZON, options(1, 0, true))).isNotEqualTo(uuid);
        assertThat(function.take().ordinals()).containsExactly(0L);
    }

    @Test
    void aDeletionThatAStopInterruptedIsCompletedAfterTheStart() throws Exception {
        StreamDescription stream = stream(1, 1);
        triggers.start();
        String uuid = create(stream, "f", StartingPosition.TRIM_HORIZON, options(1, 0, false));
        untilState(uuid, "Disabled");
        triggers.close();
        await(triggers.mappings().delete(uuid));
        restart();
        assertThat(triggers.mappings().find(uuid)).isPresent();
        triggers.start();
        untilState(uuid, "gone");
    }

    @Test
    void aStreamAndAFunctionAreJoinedOnce() throws Exception {
        StreamDescription stream = stream(1, 1);
        triggers.start();
        String uuid = create(stream, "f", StartingPosition.LATEST, options(1, 0, true));
        String other = create(stream, "g", StartingPosition.LATEST, options(1, 0, true));
        assertThatThrownBy(() -> create(stream, "f", StartingPosition.LATEST, options(1, 0, true))).cause()
                .isInstanceOfSatisfying(MappingFault.Taken.class, taken -> assertThat(taken.takenBy()).isEqualTo(uuid));
        untilState(other, "Enabled");
        assertThatThrownBy(() -> await(triggers.mappings().update(other, "f", options(1, 0, true)))).hasCauseInstanceOf(MappingFault.Taken.class);
        await(triggers.mappings().update(other, "h", options(1, 0, true)));
        create(stream, "g", StartingPosition.LATEST, options(1, 0, true));
    }

    @Test
    void whenItsStreamIsDeletedAMappingStaysAndSaysSoAndANamesakeIsNotItsStream() throws Exception {
        triggers.start();
        StreamDescription stream = stream(1, 1);
        String uuid = create(stream, "f", StartingPosition.TRIM_HORIZON, options(1, 0, true));
        untilState(uuid, "Enabled");
        directory.delete(stream);
        await(store.delete(stream.id()));
        until("told", () -> result(uuid).equals("PROBLEM: Stream not found"));
        until("lane over", () -> registry.find("millrace.iterator.age").gauge() == null);
        untilState(uuid, "Enabled");
        StreamDescription namesake = stream(2, 1);
        append(namesake, 0, 1);
        String second = create(namesake, "f", StartingPosition.TRIM_HORIZON, options(1, 0, true));
        assertThat(function.take().lane()).startsWith(second);
    }

    @Test
    void childrenAreReadAfterTheirParentIsDrainedAlsoOverARestart() throws Exception {
        triggers.start();
        StreamDescription stream = stream(1, 1);
        append(stream, 0, 2);
        create(stream, "f", StartingPosition.LATEST, options(1, Mapping.Options.RETRY_WITHOUT_END, true));
        append(stream, 0, 1);
        Call ofParent = function.take();
        assertThat(ofParent.ordinals()).containsExactly(2L);
        split(stream);
        append(stream, 1, 1);
        ofParent.answer(HandFunction.FAILED);
        Call again = function.take();
        assertThat(again.lane()).endsWith("/0");
        restart();
        triggers.start();
        Call afterRestart = function.take();
        assertThat(afterRestart.ordinals()).isEqualTo(ofParent.ordinals());
        assertThat(registry.find("millrace.iterator.age").gauges()).as("no lane for the child").hasSize(1);
        afterRestart.answer(HandFunction.DONE);
        Call ofChild = function.take();
        assertThat(ofChild.lane()).endsWith("/1");
        assertThat(ofChild.ordinals()).containsExactly(0L);
    }

    /** Closes the stream's only shard and puts one child in its place. */
    private void split(StreamDescription stream) throws Exception {
        Shard parent = stream.shards().getFirst();
        Position end = await(store.end(stream.key(parent)));
        Shard closed = new Shard(parent.id(), parent.range(), 0, Optional.empty(), Optional.empty(), parent.start(), Optional.of(end));
        Shard child = new Shard(new ShardId(1), parent.range(), 0, Optional.of(parent.id()), Optional.empty(), Position.START, Optional.empty());
        await(store.create(stream.id(), List.of(child)));
        directory.put(PlainDirectory.described(stream.id().value(), List.of(closed, child)));
    }

    @Test
    void aFunctionThatNeverAnswersDelaysNobodyElseAndDoesNotHoldUpTheStop() throws Exception {
        triggers.start();
        StreamDescription stream = stream(1, 2);
        append(stream, 0, 1);
        String uuid = create(stream, "slow", StartingPosition.TRIM_HORIZON, options(1, 0, true));
        Call never = function.take();
        create(stream, "quick", StartingPosition.TRIM_HORIZON, options(1, 0, true));
        Call quick = function.take();
        assertThat(quick.function()).isEqualTo("quick");
        quick.answer(HandFunction.DONE);
        append(stream, 1, 1);
        Set<String> next = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            next.add(function.take().function());
        }
        assertThat(next).as("the other shard of both").containsExactlyInAnyOrder("slow", "quick");
        triggers.close();
        never.answer(HandFunction.DONE);
        assertThat(checkpoints.ofOwner("mapping/" + uuid)).as("an outcome after the stop is not counted").isEmpty();
    }

    /** More lanes than carriers, all with the function at the same time: none may hold a carrier. */
    @Test
    void aThousandLanesWorkAtOnceOnTwoCarriers() throws Exception {
        assertThat(System.getProperty("jdk.virtualThreadScheduler.maxPoolSize")).isEqualTo("2");
        int shards = 1_000;
        StreamDescription stream = stream(1, shards);
        for (int shard = 0; shard < shards; shard++) {
            append(stream, shard, 1);
        }
        triggers.start();
        String uuid = create(stream, "f", StartingPosition.TRIM_HORIZON, options(10, 0, true));
        for (int round = 0; round < 2; round++) {
            Set<String> lanes = new HashSet<>();
            Call[] calls = new Call[shards];
            for (int i = 0; i < shards; i++) {
                calls[i] = function.take();
                lanes.add(calls[i].lane());
                append(stream, Integer.parseInt(calls[i].lane().substring(calls[i].lane().indexOf('/') + 1)), 1);
            }
            assertThat(lanes).hasSize(shards);
            for (Call call : calls) {
                call.answer(HandFunction.DONE);
            }
        }
        until("checkpoints", () -> checkpoints.ofOwner("mapping/" + uuid).values().stream().allMatch(at -> at.position() == Position.of(1, 2).value()));
    }
}
