package io.millrace.firehose.deliver;

import io.millrace.firehose.buffer.PositionSet;
import java.util.Collection;
import java.util.Optional;

/**
 * Says which positions manifests answer for already, asked in any order: a source record's outcomes may have been logged before and after those
 * of another shard's. Together the sets have few ranges, since what one leaves out another has. Any thread.
 */
public final class Coverage {

    private final Optional<PositionSet> positions;

    Coverage(Collection<PositionSet> sets) {
        positions = sets.isEmpty() ? Optional.empty() : Optional.of(PositionSet.union(sets));
    }

    public boolean contains(long position) {
        return positions.isPresent() && positions.get().contains(position);
    }
}
