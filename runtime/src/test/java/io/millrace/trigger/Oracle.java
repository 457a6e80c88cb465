package io.millrace.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.invoke.Outcome;
import io.millrace.stream.Position;
import io.millrace.stream.ShardId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knows which records are stored and what has become of each, and holds the promises of the package after every event.
 * Positions are as numbers.
 */
final class Oracle {

    private final Map<ShardId, TreeMap<Long, Boolean>> stored = new HashMap<>();
    private final Map<ShardId, Set<Long>> done = new HashMap<>();
    private final Map<ShardId, Set<Long>> givenUp = new HashMap<>();
    private final Map<ShardId, List<ShardId>> parents = new HashMap<>();
    private final Map<ShardId, Life> lives = new HashMap<>();
    private int batchesDone;

    /** What one lane has done so far. */
    private static final class Life {
        private final long resumesAt;
        private List<Long> underWay;
        private List<Long> last;
        private final Deque<List<Long>> owed = new ArrayDeque<>();
        private boolean lastClosed = true;
        private int failures;

        private Life(long resumesAt) {
            this.resumesAt = resumesAt;
        }
    }

    void shardCreated(ShardId shard, List<ShardId> itsParents) {
        stored.put(shard, new TreeMap<>());
        done.put(shard, new HashSet<>());
        givenUp.put(shard, new HashSet<>());
        parents.put(shard, itsParents);
    }

    void appended(ShardId shard, long position, boolean tooLarge) {
        stored.get(shard).put(position, tooLarge);
    }

    /** A lane begins: it must begin exactly at the checkpoint, and after its parents. */
    void laneStarted(ShardId shard, long checkpoint) {
        assertThat(lives).as("one lane for " + shard).doesNotContainKey(shard);
        for (ShardId parent : parents.get(shard)) {
            assertThat(unfinishedBefore(parent, Long.MAX_VALUE)).as("parent " + parent + " of " + shard + " is drained").isEmpty();
        }
        lives.put(shard, new Life(checkpoint));
    }

    void laneEnded(ShardId shard) {
        lives.remove(shard);
    }

    void crashed() {
        lives.clear();
    }

    void invoked(ShardId shard, List<Long> batch, int sizeMax) {
        Life life = lives.get(shard);
        assertThat(life).as("lane of " + shard).isNotNull();
        assertThat(life.underWay).as("one invocation at a time").isNull();
        assertThat(batch).hasSizeLessThanOrEqualTo(sizeMax);
        life.underWay = batch;
        if (!life.lastClosed) {
            assertThat(batch).as("a retry is of the same batch").isEqualTo(life.last);
            return;
        }
        life.failures = 0;
        life.lastClosed = false;
        if (!life.owed.isEmpty()) {
            assertThat(batch).as("the other half comes next").isEqualTo(life.owed.pop());
            life.last = batch;
            return;
        }
        long from = life.last == null ? life.resumesAt : life.last.getLast() + 1;
        assertThat(batch).as("batch of " + shard + " behind " + from).isEqualTo(expected(shard, from, batch.size()));
        life.last = batch;
    }

    /** The next records that can be delivered: in order, leaving out none but those too large. */
    private List<Long> expected(ShardId shard, long from, int count) {
        List<Long> records = new ArrayList<>();
        for (Map.Entry<Long, Boolean> record : stored.get(shard).tailMap(from, true).entrySet()) {
            if (records.size() == count) {
                break;
            }
            if (!record.getValue()) {
                records.add(record.getKey());
            } else if (!records.isEmpty()) {
                break;
            }
        }
        return records;
    }

    void answered(ShardId shard, List<Long> batch, Outcome outcome, boolean bisect) {
        Life life = lives.get(shard);
        life.underWay = null;
        switch (outcome) {
            case Outcome.Done answer -> {
                int finished = answer.finished().orElse(batch.size());
                done.get(shard).addAll(batch.subList(0, finished));
                if (finished == batch.size()) {
                    life.lastClosed = true;
                    batchesDone++;
                } else {
                    life.last = batch.subList(finished, batch.size());
                    life.failures = finished > 0 ? 0 : life.failures;
                    failed(life, bisect);
                }
            }
            case Outcome.Failed ignored -> failed(life, bisect);
            case Outcome.Throttled ignored -> { }
            case Outcome.Unavailable ignored -> { }
        }
    }

    private static void failed(Life life, boolean bisect) {
        List<Long> batch = life.last;
        if (bisect && batch.size() > 1) {
            life.last = batch.subList(0, batch.size() / 2);
            life.owed.push(batch.subList(batch.size() / 2, batch.size()));
        } else {
            life.failures++;
        }
    }

    void gaveUp(ShardId shard, List<Long> records, GiveUpReason reason, int retriesMax) {
        Life life = lives.get(shard);
        switch (reason) {
            case RECORD_TOO_LARGE -> {
                assertThat(records).hasSize(1);
                assertThat(stored.get(shard)).as("only what is too large").containsEntry(records.getFirst(), true);
            }
            case RETRIES_EXHAUSTED -> {
                assertThat(life.failures).as("attempts before giving up").isEqualTo(retriesMax + 1);
                assertThat(records).isEqualTo(life.last);
                life.lastClosed = true;
            }
        }
        givenUp.get(shard).addAll(records);
    }

    /** A checkpoint never passes an unfinished record. */
    void checkpointPut(ShardId shard, Position position) {
        assertThat(unfinishedBefore(shard, position.value())).as("unfinished before checkpoint " + position + " of " + shard).isEmpty();
    }

    private List<Long> unfinishedBefore(ShardId shard, long position) {
        return stored.get(shard).headMap(position).keySet().stream()
                .filter(record -> !done.get(shard).contains(record) && !givenUp.get(shard).contains(record)).toList();
    }

    void everyRecordIsFinished() {
        stored.keySet().forEach(shard -> assertThat(unfinishedBefore(shard, Long.MAX_VALUE)).as("unfinished in " + shard).isEmpty());
        assertThat(batchesDone).as("a run that delivers nothing proves nothing").isPositive();
    }

    boolean isFinished() {
        return stored.keySet().stream().allMatch(shard -> unfinishedBefore(shard, Long.MAX_VALUE).isEmpty());
    }
}
