package io.millrace.firehose.engine;

import java.util.ArrayDeque;

/**
 * From where the input must stay because outcomes that are not trimmed refer to it. Coarse, so that an outage of any length takes little memory:
 * one entry for some thousands of outcomes. On the lane.
 */
final class InputHolds {

    private static final long SPAN = 16_384;

    private final ArrayDeque<Hold> holds = new ArrayDeque<>();

    /** Outcomes before {@code outcomeEnd} refer to nothing before {@code source}. */
    private record Hold(long firstEnd, long outcomeEnd, long source) {
    }

    /** Outcomes up to there, logged after those of earlier calls, refer to the input from {@code source} on, which does not go back. */
    void add(long source, long outcomeEnd) {
        Hold last = holds.peekLast();
        if (last != null && outcomeEnd - last.firstEnd() <= SPAN) {
            holds.removeLast();
            holds.addLast(new Hold(last.firstEnd(), outcomeEnd, last.source()));
        } else {
            holds.addLast(new Hold(outcomeEnd, outcomeEnd, source));
        }
    }

    /** {@link Long#MAX_VALUE}: nothing is held. */
    long from(long outcomesTrimmed) {
        while (!holds.isEmpty() && holds.getFirst().outcomeEnd() <= outcomesTrimmed) {
            holds.removeFirst();
        }
        return holds.isEmpty() ? Long.MAX_VALUE : holds.getFirst().source();
    }
}
