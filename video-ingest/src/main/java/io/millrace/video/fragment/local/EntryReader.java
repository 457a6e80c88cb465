package io.millrace.video.fragment.local;

import io.millrace.stream.index.BlockEntry;
import io.millrace.stream.log.block.BlockSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Goes over the entries of a lane, from one position to another. All entries of video logs begin with the length of what follows it,
 * four bytes, little endian.
 */
final class EntryReader implements BlockSink {

    static final int LENGTH_BYTES = 4;

    /** Takes one entry, behind its length; false ends the reading. */
    interface Taker {
        boolean take(long position, ByteBuffer entry);
    }

    private final long from;
    private final long to;
    private final Taker taker;

    /**
     * @param from the first position that counts
     * @param to   behind the last
     */
    EntryReader(long from, long to, Taker taker) {
        this.from = from;
        this.to = to;
        this.taker = taker;
    }

    @Override
    public boolean wants(BlockEntry block) {
        return block.firstPosition() < to;
    }

    @Override
    public boolean take(BlockEntry block, byte[] bytes, int begin, int end, long firstPosition, int count) {
        ByteBuffer entries = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = begin;
        for (long position = firstPosition; position < firstPosition + count; position++) {
            int length = entries.getInt(at);
            at += LENGTH_BYTES;
            if (position >= to) {
                return false;
            }
            if (position >= from && !taker.take(position, entries.slice(at, length).order(ByteOrder.LITTLE_ENDIAN))) {
                return false;
            }
            at += length;
        }
        return true;
    }
}
