package io.millrace.stream.log.block;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** A shard's blocks in the tail cache, by first position: consecutive, up to the shard's end. */
final class LaneTail {

    private final ConcurrentSkipListMap<Long, TailBlock> blocks = new ConcurrentSkipListMap<>();
    private TailBlock last;

    /** Called by the shard's writer, under the cache's lock. */
    void add(TailBlock block) {
        blocks.put(block.entry.firstPosition(), block);
        if (last != null) {
            last.next = block;
        }
        last = block;
    }

    void remove(TailBlock block) {
        blocks.remove(block.entry.firstPosition());
        if (last == block) {
            last = null;
        }
    }

    /** A block was published that is not kept: what came before it is no longer the shard's end. */
    void breakOff() {
        blocks.clear();
        last = null;
    }

    /**
     * The first block with an entry at or after {@code position}, when it is certain that no block between is missing: the
     * blocks behind it follow by {@link TailBlock#next}. Null sends the reader to the files. Any thread.
     */
    TailBlock from(long position) {
        Map.Entry<Long, TailBlock> floor = blocks.floorEntry(position);
        if (floor == null) {
            return null;
        }
        TailBlock block = floor.getValue();
        return block.entry.endPosition() > position ? block : block.next;
    }
}
