package io.millrace.firehose.deliver;

import io.millrace.firehose.buffer.PositionSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** Says, while a log is read forward, which positions manifests answer for already. One thread. */
public final class Coverage {

    private final Queue<PositionSet> ahead;
    private final List<PositionSet> around = new ArrayList<>();

    Coverage(Collection<PositionSet> sets) {
        ahead = new ArrayDeque<>(sets.stream().sorted(Comparator.comparingLong(PositionSet::first)).toList());
    }

    /** Asked with ascending positions. */
    public boolean contains(long position) {
        while (!ahead.isEmpty() && ahead.peek().first() <= position) {
            around.add(ahead.remove());
        }
        around.removeIf(set -> set.last() < position);
        return around.stream().anyMatch(set -> set.contains(position));
    }
}
