package io.millrace.stream.log.block;

import java.util.ArrayDeque;

/**
 * The last published blocks of all logs, within one budget; the oldest leave first. Added to by the writers, read by
 * anyone; its lock is held for a few instructions.
 */
final class TailCache {

    private final long bytesMax;
    private final ArrayDeque<TailBlock> oldestFirst = new ArrayDeque<>();
    private long bytes;

    TailCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    synchronized void add(TailBlock block) {
        long held = block.heldBytes();
        if (held > bytesMax) {
            block.lane.tail.breakOff();
            return;
        }
        block.lane.tail.add(block);
        oldestFirst.addLast(block);
        bytes += held;
        while (bytes > bytesMax) {
            TailBlock oldest = oldestFirst.removeFirst();
            oldest.lane.tail.remove(oldest);
            bytes -= oldest.heldBytes();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
