package io.millrace.stream.log.block;

import io.millrace.stream.Position;
import io.millrace.stream.ShardKey;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One shard's way through its log. Plain fields belong to the log's writer; volatile ones are read by anyone.
 */
public final class Lane {

    private static final SegmentSpan[] NO_SPANS = {};
    private final ShardKey shard;
    final LaneTail tail = new LaneTail();
    private final ConcurrentLinkedQueue<Runnable> waiters = new ConcurrentLinkedQueue<>();
    /** Appends of the commit under way, in order. */
    Append firstTaken;
    Append lastTaken;
    private long lastArrivedAtMillis;
    /** The position the next entry gets. */
    private volatile long next;
    /** The position after the last published entry. */
    private volatile long visibleEnd;
    private volatile long horizon;
    private volatile SegmentSpan[] spans = NO_SPANS;

    /**
     * @param first   the position its first new entry gets
     * @param horizon the first position that may be read
     */
    public Lane(ShardKey shard, Position first, Position horizon) {
        this.shard = shard;
        this.next = first.value();
        this.horizon = horizon.value();
    }

    public ShardKey shard() {
        return shard;
    }

    int index() {
        return shard.shard().index();
    }

    /** The position the next entry will at least get. */
    public Position next() {
        return new Position(next);
    }

    /** The first position that may still be read. */
    public Position horizon() {
        return new Position(horizon);
    }

    /** The position after the last entry that may be read. */
    public long visibleEnd() {
        return visibleEnd;
    }

    SegmentSpan[] spans() {
        return spans;
    }

    /** Gives out positions; those of a failed block are never given again. Writer only. */
    long assign(int count) {
        long first = next;
        next = first + count;
        return first;
    }

    /** The arrival time of a block written now. Writer only. */
    long arrival(long nowMillis) {
        lastArrivedAtMillis = Math.max(lastArrivedAtMillis, nowMillis);
        return lastArrivedAtMillis;
    }

    /** Makes a durable block part of the shard; readers see it after {@link #show}. Writer or recovery only. */
    void add(Segment segment, long firstPosition, long endPosition, long arrivedAtMillis) {
        SegmentSpan[] now = spans;
        if (now.length > 0 && now[now.length - 1].segment == segment) {
            SegmentSpan last = now[now.length - 1];
            last.lastArrivedAtMillis = arrivedAtMillis;
            last.endPosition = endPosition;
        } else {
            SegmentSpan[] longer = Arrays.copyOf(now, now.length + 1);
            longer[now.length] = new SegmentSpan(segment, firstPosition, endPosition, arrivedAtMillis);
            spans = longer;
        }
        lastArrivedAtMillis = Math.max(lastArrivedAtMillis, arrivedAtMillis);
    }

    void show(long endPosition) {
        visibleEnd = endPosition;
    }

    /** Wakes everyone who waits for the end to move. */
    void wake() {
        for (Runnable waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            waiter.run();
        }
    }

    /** Runs {@code moved} once, at the next move of the visible end; look again after this call, it may just have moved. */
    public void whenMoved(Runnable moved) {
        waiters.add(moved);
    }

    /** Takes a waiter back; false when it was not waiting, or is being woken. */
    public boolean forget(Runnable moved) {
        return waiters.remove(moved);
    }

    /** Moves the horizon forward, at most to the next position. Any thread; the greatest wins. */
    public synchronized Position raiseHorizon(Position before) {
        horizon = Math.max(horizon, Math.min(before.value(), next));
        return new Position(horizon);
    }

    /** Forgets a segment that is about to be deleted. Writer only. */
    void drop(Segment segment) {
        SegmentSpan[] now = spans;
        if (now.length > 0 && now[0].segment == segment) {
            spans = Arrays.copyOfRange(now, 1, now.length);
        }
    }

    /** Whether nothing in {@code segment} can be read any more. */
    boolean isBehindHorizon(Segment segment) {
        SegmentSpan[] now = spans;
        return now.length == 0 || now[0].segment != segment || now[0].endPosition <= horizon;
    }
}
