package io.millrace.stream.log.block;

import io.millrace.disk.Disk;
import io.millrace.stream.index.BlockEntry;
import io.millrace.stream.index.ClosedIndexes;
import io.millrace.stream.index.IndexBudget;
import io.millrace.stream.index.IndexedSegment;
import io.millrace.stream.index.OpenSegmentIndex;
import io.millrace.stream.index.SegmentIndex;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each segment its index: in memory while it is written, a file beside it once it is closed. */
final class SegmentIndexes {

    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentIndexes.class);
    private final Disk disk;
    private final IndexBudget budget;
    private final ClosedIndexes closed;
    private final Executor readers;
    private final DamageReport report;

    SegmentIndexes(Disk disk, LogSettings settings, Executor readers, DamageReport report) {
        this.disk = disk;
        this.budget = new IndexBudget(settings.indexBytesMax());
        this.closed = new ClosedIndexes(disk, settings.closedIndexBytesMax());
        this.readers = readers;
        this.report = report;
    }

    /** An index that will be written to; its owner is asked to close the segment when all such indexes take too much. */
    OpenSegmentIndex forOpenSegment(Runnable onCloseWanted) {
        return new OpenSegmentIndex(budget, onCloseWanted);
    }

    /** Adds all blocks of a scan. */
    static OpenSegmentIndex fill(OpenSegmentIndex index, ScannedBlocks blocks) {
        for (int block = 0; block < blocks.size(); block++) {
            index.add(new BlockEntry(blocks.shard(block), blocks.firstPosition(block), blocks.count(block),
                    blocks.arrivedAtMillis(block), blocks.offset(block), blocks.length(block)));
        }
        return index;
    }

    /**
     * Puts a file in the place of the index of a segment that was just closed, on a reader's thread. When no file can be
     * written, the segment is scanned at the index's next use.
     */
    void closeSoon(Segment segment, OpenSegmentIndex open, long end, boolean fenced) {
        readers.execute(() -> {
            if (!segment.enter()) {
                return;
            }
            IndexedSegment indexed = indexed(segment, end);
            try {
                closed.write(indexed, open);
            } catch (IOException e) {
                LOGGER.atWarn().addKeyValue("segment", segment.id()).setCause(e).log("index not written");
            }
            segment.index = ofClosed(segment, end, fenced);
            open.close();
            leave(segment);
        });
    }

    /**
     * Writes the index of a segment that is still open, when its log stops in order: by it, and the log's mark, the next start
     * takes the segment for a closed one. A failure costs nothing but a scan.
     */
    void keep(Segment segment, OpenSegmentIndex open, long end) {
        try {
            closed.write(indexed(segment, end), open);
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("segment", segment.id()).setCause(e).log("index not written");
        }
    }

    private static void leave(Segment segment) {
        try {
            segment.leave();
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("segment", segment.id()).setCause(e).log("segment file not closed");
        }
    }

    /** The index of a closed segment; it is rebuilt from a scan should its file be missing or damaged. */
    SegmentIndex ofClosed(Segment segment, long end, boolean fenced) {
        return closed.index(indexed(segment, end), () -> {
            SegmentScan scan = new SegmentScanner(disk).scanClosed(segment.path(), segment.id(), end, fenced);
            report.tell(scan);
            return fill(OpenSegmentIndex.unbudgeted(), scan.blocks());
        });
    }

    private static IndexedSegment indexed(Segment segment, long end) {
        SegmentId id = segment.id();
        return new IndexedSegment(segment.path().resolveSibling(id.indexName()), id.stream(), id.stripe(), id.segment(),
                segment.header().nonce(), end);
    }
}
