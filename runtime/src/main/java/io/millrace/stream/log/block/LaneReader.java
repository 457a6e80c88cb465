package io.millrace.stream.log.block;

import io.millrace.stream.StoreException;
import io.millrace.stream.index.BlockCursor;
import io.millrace.stream.index.BlockEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads published blocks of a shard: from the tail cache where it can, else from the files. A damaged block is reported,
 * then stepped over. Any number of threads; blocks on the disk.
 */
public final class LaneReader {

    private final LogContext context;

    public LaneReader(LogContext context) {
        this.context = context;
    }

    /**
     * Hands the blocks from {@code position} on to the sink; the first one may begin before it.
     *
     * @return where the reading stood when the published blocks or the sink's wish ended: behind the last block handed over,
     *         or where it began
     * @throws StoreException.DiskFailed when the disk fails a read
     */
    public long read(Lane lane, long position, BlockSink sink) {
        long at = position;
        while (at < lane.visibleEnd()) {
            TailBlock cached = lane.tail.from(at);
            Step step = cached != null ? readTail(cached, at, sink) : readFiles(lane, at, sink);
            at = step.position();
            if (step.ended()) {
                return at;
            }
        }
        return at;
    }

    /**
     * As {@link #read}, but from the tail cache alone, so that it never waits for the disk. Any thread.
     *
     * @return false when the cache does not have the position: then nothing was handed over
     */
    public boolean readCached(Lane lane, long position, BlockSink sink) {
        TailBlock cached = position < lane.visibleEnd() ? lane.tail.from(position) : null;
        if (cached == null) {
            return false;
        }
        readTail(cached, position, sink);
        return true;
    }

    /** How far a step came and whether the sink has had enough, or nothing more is there. */
    private record Step(long position, boolean ended) {
    }

    private Step readTail(TailBlock first, long position, BlockSink sink) {
        long at = position;
        for (TailBlock block = first; block != null; block = block.next) {
            if (!sink.wants(block.entry)) {
                return new Step(at, true);
            }
            context.metrics.tailHits.increment();
            long pieceFirst = block.entry.firstPosition();
            for (TailBlock.Piece piece : block.pieces) {
                if (!sink.take(block.entry, piece.entries().array(), piece.from(), piece.to(), pieceFirst, piece.count())) {
                    return new Step(at, true);
                }
                pieceFirst += piece.count();
            }
            at = block.entry.endPosition();
        }
        return new Step(at, false);
    }

    private Step readFiles(Lane lane, long position, BlockSink sink) {
        SegmentSpan[] spans = lane.spans();
        int next = spanAt(spans, position);
        long at = position;
        while (next < spans.length) {
            SegmentSpan span = spans[next++];
            if (!span.segment.enter()) {
                continue;
            }
            long from = at;
            Step step = inSegment(span, () -> readSegment(lane, span, from, sink));
            at = step.position();
            if (step.ended()) {
                return step;
            }
        }
        return new Step(Math.max(at, spans.length == 0 ? at : spans[spans.length - 1].endPosition), false);
    }

    private Step readSegment(Lane lane, SegmentSpan span, long position, BlockSink sink) throws IOException {
        long at = position;
        BlockCursor blocks = span.segment.index.from(lane.index(), position);
        for (Optional<BlockEntry> found = blocks.next(); found.isPresent(); found = blocks.next()) {
            BlockEntry block = found.get();
            if (block.firstPosition() >= lane.visibleEnd()) {
                return new Step(at, true);
            }
            if (!sink.wants(block)) {
                return new Step(at, true);
            }
            ByteBuffer bytes = span.segment.read(block);
            context.metrics.fileReads.increment();
            if (bytes == null) {
                context.damage.tell(span.segment, block);
            } else if (!sink.take(block, bytes.array(), BlockHeader.BYTES, bytes.limit(), block.firstPosition(), block.count())) {
                return new Step(at, true);
            }
            at = block.endPosition();
        }
        return new Step(at, false);
    }

    /** The first position whose block arrived at or after the time, or -1 when none did yet. */
    public long arrivedFrom(Lane lane, long millis) {
        for (SegmentSpan span : lane.spans()) {
            if (span.lastArrivedAtMillis >= millis && span.segment.enter()) {
                Optional<BlockEntry> block = inSegment(span, () -> span.segment.index.arrivedFrom(lane.index(), millis));
                if (block.isPresent()) {
                    return block.get().firstPosition();
                }
            }
        }
        return -1;
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    /** Reads in a segment that was entered, and leaves it. */
    private static <T> T inSegment(SegmentSpan span, Reading<T> reading) {
        try {
            try {
                return reading.run();
            } finally {
                span.segment.leave();
            }
        } catch (IOException e) {
            throw new StoreException.DiskFailed("segment " + span.segment.id() + " could not be read", e);
        }
    }

    /** The last span that begins at or before the position; the first one when none does. */
    private static int spanAt(SegmentSpan[] spans, long position) {
        int low = 0;
        int high = spans.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (spans[middle].firstPosition <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
