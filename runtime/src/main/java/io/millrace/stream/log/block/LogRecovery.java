package io.millrace.stream.log.block;

import io.millrace.disk.DiskFile;
import io.millrace.stream.index.OpenSegmentIndex;
import io.millrace.stream.index.ShardExtent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens a log from its files: finds what each segment holds, cuts the torn tail, reports damage, and sees to it that
 * everything readers may see from now on survives a power cut. Blocks; one thread a log.
 */
public final class LogRecovery {

    private final LogContext context;
    private final SegmentId log;
    private final Path directory;
    private final ConcurrentHashMap<Integer, Lane> lanes;
    private final LogFiles files;

    private LogRecovery(LogContext context, SegmentId log, Path directory, ConcurrentHashMap<Integer, Lane> lanes) {
        this.context = context;
        this.log = log;
        this.directory = directory;
        this.lanes = lanes;
        this.files = new LogFiles(context, log, directory);
    }

    /**
     * Opens a log; one without files is a new one.
     *
     * @param lanes the shards this log has, empty as they would be without any file
     * @throws IOException when the disk fails, or a file is of an unknown format
     */
    public static BlockLog open(LogContext context, long stream, int stripe, Path directory,
            ConcurrentHashMap<Integer, Lane> lanes) throws IOException {
        context.disk.createDirectories(directory);
        LogRecovery recovery = new LogRecovery(context, new SegmentId(stream, stripe, 0), directory, lanes);
        recovery.run();
        return new BlockLog(context, recovery.files, lanes);
    }

    private void run() throws IOException {
        Optional<DurableEnd> mark = LogMarks.durableEnd(context.checkpoints, log.stream(), log.stripe());
        StripePlan plan = StripePlan.of(context.disk, directory, log.stream(), log.stripe(), mark);
        plan.missing().forEach(number -> context.damage.missing(log.withSegment(number)));
        for (StripePlan.Planned segment : plan.segments()) {
            switch (segment.role()) {
                case UNUSED -> dropUnused(segment);
                case CLOSED, FENCED -> openClosed(segment, mark);
                case NEWEST -> {
                    if (stoppedInOrder(segment, mark)) {
                        openClosed(segment, mark);
                        files.goOnBehind(new Predecessor(segment.id().segment(), segment.fileBytes(), false));
                    } else {
                        openNewest(segment, mark);
                    }
                }
            }
        }
        long lastMissing = plan.missing().isEmpty() ? -1 : plan.missing().getLast();
        files.numbersUsedUpTo(Math.max(plan.lastNumber().orElse(-1), lastMissing));
        for (Lane lane : lanes.values()) {
            SegmentSpan[] spans = lane.spans();
            if (spans.length > 0) {
                lane.show(spans[spans.length - 1].endPosition);
            }
        }
    }

    private void dropUnused(StripePlan.Planned segment) throws IOException {
        context.disk.delete(segment.file());
        context.disk.syncDirectory(directory);
    }

    /** Whether every byte of the last segment is marked as forced, and its index was written: nothing came after a stop in order. */
    private boolean stoppedInOrder(StripePlan.Planned newest, Optional<DurableEnd> mark) {
        return newest.header().isPresent() && mark.equals(Optional.of(new DurableEnd(newest.id().segment(), newest.fileBytes())))
                && context.disk.exists(directory.resolve(newest.id().indexName()));
    }

    /** Adds a closed segment by its index; it is scanned only when that is missing or damaged. */
    private void openClosed(StripePlan.Planned planned, Optional<DurableEnd> mark) throws IOException {
        if (planned.header().isEmpty()) {
            context.damage.tell(StripeScan.scan(context.disk, planned, mark));
            return;
        }
        long end = planned.end() == Long.MAX_VALUE ? planned.fileBytes() : planned.end();
        Segment segment = new Segment(context.disk, planned.header().get(), planned.file(), null);
        segment.index = context.indexes.ofClosed(segment, end, planned.role() == SegmentScan.Role.FENCED);
        segment.endWriting();
        addByIndex(segment);
    }

    private void addByIndex(Segment segment) throws IOException {
        for (ShardExtent shard : segment.index.extents()) {
            Lane lane = lanes.get(shard.first().shard());
            if (lane != null) {
                lane.add(segment, shard.first().firstPosition(), shard.last().endPosition(), shard.last().arrivedAtMillis());
            }
        }
        files.segments.addLast(segment);
    }

    private void openNewest(StripePlan.Planned planned, Optional<DurableEnd> mark) throws IOException {
        SegmentScan scan = StripeScan.scan(context.disk, planned, mark);
        context.damage.tell(scan);
        if (scan.header().isPresent()) {
            makeDurable(planned, scan);
        }
        if (scan.canGoOn()) {
            Segment segment = new Segment(context.disk, scan.header().get(), planned.file(), null);
            OpenSegmentIndex index = SegmentIndexes.fill(files.newIndex(), scan.blocks());
            segment.index = index;
            files.goOnIn(segment, index, scan.blocks().size(), scan.end());
            addToLanes(segment, scan.blocks());
        } else {
            if (scan.header().isPresent()) {
                Segment segment = new Segment(context.disk, scan.header().get(), planned.file(), null);
                OpenSegmentIndex index = SegmentIndexes.fill(OpenSegmentIndex.unbudgeted(), scan.blocks());
                segment.index = index;
                segment.endWriting();
                addByIndex(segment);
                context.indexes.closeSoon(segment, index, scan.end(), false);
            }
            files.goOnBehind(new Predecessor(planned.id().segment(), scan.end(), false));
        }
    }

    /**
     * Cuts the torn tail. What is whole but not proven to have been forced is written again before the force: a force that
     * failed in the process before may have left it clean in the page cache and nowhere else.
     */
    private void makeDurable(StripePlan.Planned planned, SegmentScan scan) throws IOException {
        try (DiskFile file = context.disk.open(planned.file())) {
            if (scan.canGoOn() && scan.fileBytes() > scan.end()) {
                file.truncate(scan.end());
            }
            if (scan.provenEnd() <= SegmentHeader.BYTES) {
                file.write(scan.header().get().encode(), 0);
            }
            ScannedBlocks blocks = scan.blocks();
            for (int block = blocks.size() - 1; block >= 0 && blocks.offset(block) >= scan.provenEnd(); block--) {
                ByteBuffer bytes = ByteBuffer.allocate(BlockHeader.BYTES + blocks.length(block));
                file.read(bytes, blocks.offset(block));
                file.write(bytes.flip(), blocks.offset(block));
            }
            file.force(true);
        }
        context.disk.syncDirectory(directory);
    }

    private void addToLanes(Segment segment, ScannedBlocks blocks) {
        for (int block = 0; block < blocks.size(); block++) {
            Lane lane = lanes.get(blocks.shard(block));
            if (lane != null) {
                long first = blocks.firstPosition(block);
                lane.add(segment, first, first + blocks.count(block), blocks.arrivedAtMillis(block));
            }
        }
    }
}
