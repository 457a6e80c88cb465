package io.millrace.firehose.buffer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets each source record's outcomes through once, and whole. A crash may leave the first of a record's outcomes in the log and not the
 * others; they come again, perhaps different ones, when the record is processed again. The log's order decides, so that every reading of
 * it comes to the same result. A record's outcomes may be logged in several batches with those of other shards between them: then they
 * come together, behind others that have higher positions. Bounded: the outcomes of one record for each shard. One thread.
 */
public final class OutcomeFilter {

    private final Map<Integer, Shard> shards = new HashMap<>();

    /** What is known of one source shard. */
    private static final class Shard {
        private long accepted = -1;
        private final List<Long> positions = new ArrayList<>();
        private final List<Outcome> waiting = new ArrayList<>();
    }

    /** Takes outcomes that are whole. */
    public interface Whole {

        /** @param holdsFrom the position of the record's first outcome: a log cut behind it would lose the others */
        void accept(long position, long holdsFrom, Outcome outcome);
    }

    /**
     * Takes the next outcome of the log; gives those that now are whole, with their positions, which ascend within a source record only.
     *
     * @param position in the outcome shard
     */
    public void accept(long position, Outcome outcome, Whole whole) {
        Shard shard = shards.computeIfAbsent(outcome.sourceShard(), index -> new Shard());
        if (outcome.source().value() <= shard.accepted) {
            return;
        }
        if (outcome.sub() == 0 || !continues(shard, outcome)) {
            shard.waiting.clear();
            shard.positions.clear();
        }
        if (outcome.sub() != shard.waiting.size()) {
            return;
        }
        shard.waiting.add(outcome);
        shard.positions.add(position);
        if (outcome.last()) {
            for (int i = 0; i < shard.waiting.size(); i++) {
                whole.accept(shard.positions.get(i), shard.positions.getFirst(), shard.waiting.get(i));
            }
            shard.waiting.clear();
            shard.positions.clear();
            shard.accepted = outcome.source().value();
        }
    }

    private static boolean continues(Shard shard, Outcome outcome) {
        return !shard.waiting.isEmpty() && shard.waiting.getLast().source().equals(outcome.source());
    }

    /** The lowest position of an outcome that waits for others of its record; {@link Long#MAX_VALUE} when none does. */
    public long firstWaiting() {
        return shards.values().stream().filter(shard -> !shard.positions.isEmpty()).mapToLong(shard -> shard.positions.getFirst()).min()
                .orElse(Long.MAX_VALUE);
    }
}
