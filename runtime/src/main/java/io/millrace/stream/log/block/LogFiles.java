package io.millrace.stream.log.block;

import io.millrace.disk.DiskFile;
import io.millrace.stream.index.OpenSegmentIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log's segment files, and where its last one ends. Everything but {@link #durableEnd()} belongs to the log's writer.
 * <p>
 * Either a segment is open for writing, or the next block goes to a new one, whose header will name where the last one
 * ended ({@link Predecessor}): because it is full, because it was fenced, or because there is none yet.
 */
final class LogFiles {

    private static final Logger LOGGER = LoggerFactory.getLogger(LogFiles.class);
    /** A start reads up to this share of a full segment (1 MiB of 256 MiB), and goes on in it rather than begin another. */
    private static final int SCANNED_SHARE = 256;
    private final LogContext context;
    private final SegmentId log;
    private final Path directory;
    /** Called when the open segment should be closed early; on any thread, returns at once. */
    private Runnable onCloseWanted = () -> { };
    /** All segments that can be read, oldest first; the open one is the last. */
    final ArrayDeque<Segment> segments = new ArrayDeque<>();
    /** Discarded segments whose files may still be there, oldest first. */
    private final ArrayDeque<Segment> undeleted = new ArrayDeque<>();
    private Segment open;
    private OpenSegmentIndex openIndex;
    private int openBlocks;
    private Optional<Predecessor> predecessor = Optional.empty();
    private long lastNumber = -1;
    /** Where the next block goes: behind the last block that was published. */
    private long end;
    /** Behind the last byte that was forced; never beyond {@link #end}. */
    private long forcedEnd;
    private volatile DurableEnd durableEnd;

    LogFiles(LogContext context, SegmentId log, Path directory) {
        this.context = context;
        this.log = log;
        this.directory = directory;
    }

    void onCloseWanted(Runnable action) {
        onCloseWanted = action;
    }

    Path directory() {
        return directory;
    }

    /** Goes on writing in a segment that was recovered: forced up to {@code at}, no byte behind it. */
    void goOnIn(Segment segment, OpenSegmentIndex index, int blocks, long at) {
        open = segment;
        openIndex = index;
        openBlocks = blocks;
        end = at;
        forcedEnd = at;
        segments.addLast(segment);
        lastNumber = segment.id().segment();
        durableEnd = new DurableEnd(lastNumber, at);
    }

    /** Goes on in a new segment behind {@code last}. */
    void goOnBehind(Predecessor last) {
        open = null;
        predecessor = Optional.of(last);
    }

    /** No number up to this one is given to a new segment. */
    void numbersUsedUpTo(long number) {
        lastNumber = Math.max(lastNumber, number);
    }

    OpenSegmentIndex newIndex() {
        return context.indexes.forOpenSegment(() -> onCloseWanted.run());
    }

    Segment open() {
        return open;
    }

    OpenSegmentIndex openIndex() {
        return openIndex;
    }

    long end() {
        return end;
    }

    long forcedEnd() {
        return forcedEnd;
    }

    /** What a crash now would certainly leave; null before the first byte. Any thread. */
    DurableEnd durableEnd() {
        return durableEnd;
    }

    /** Sees to it that a segment is open that {@code bytes} more may go to. */
    void prepare(long bytes) throws IOException {
        boolean hasBlocks = end > SegmentHeader.BYTES;
        if (open != null && hasBlocks && (end + bytes > context.settings.segmentBytesMax()
                || openBlocks >= context.settings.segmentBlocksMax() || openIndex.closeWanted())) {
            closeOpen();
        }
        if (open == null) {
            create();
        }
    }

    /** Closes the open segment, forced; the next block goes to a new one. */
    void closeOpen() throws IOException {
        if (open != null) {
            force();
            leaveOpen(false);
        }
    }

    /** For a stop in order: the next start need not read the open segment, which was forced, if it is of a size worth it. */
    void keepIndex() {
        if (end - SegmentHeader.BYTES > context.settings.segmentBytesMax() / SCANNED_SHARE) {
            context.indexes.keep(open, openIndex, end);
        }
    }

    private void leaveOpen(boolean fenced) {
        predecessor = Optional.of(new Predecessor(open.id().segment(), end, fenced));
        context.indexes.closeSoon(open, openIndex, end, fenced);
        try {
            open.endWriting();
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("segment", open.id()).setCause(e).log("segment file not closed");
        }
        open = null;
        openIndex = null;
    }

    private void create() throws IOException {
        SegmentHeader header = new SegmentHeader(log.withSegment(++lastNumber), new SecureRandom().nextLong(), context.clock.millis(),
                predecessor);
        Path path = directory.resolve(header.id().logName());
        DiskFile file = context.disk.create(path);
        try {
            file.write(header.encode(), 0);
            file.force(true);
            context.disk.syncDirectory(directory);
        } catch (IOException e) {
            dropUnused(path, file);
            throw e;
        }
        open = new Segment(context.disk, header, path, file);
        openIndex = newIndex();
        open.index = openIndex;
        openBlocks = 0;
        end = SegmentHeader.BYTES;
        forcedEnd = end;
        segments.addLast(open);
    }

    /** A segment that was never begun; recovery knows it as unused should it stay. */
    private static void dropUnused(Path path, DiskFile file) {
        try {
            file.close();
        } catch (IOException e) {
            LOGGER.atDebug().addKeyValue("file", path).setCause(e).log("unused segment not closed");
        }
    }

    /** Forces what was written, if that is not done; a failure fences the segment, the force is never repeated. */
    void force() throws IOException {
        if (forcedEnd == end) {
            return;
        }
        try {
            open.file().force(false);
        } catch (IOException e) {
            fence(e);
            throw e;
        }
        forced(end);
    }

    /** Blocks up to {@code newEnd} are written, and forced or not. */
    void published(long newEnd, int blocks, boolean isForced) {
        end = newEnd;
        openBlocks += blocks;
        if (isForced) {
            forced(newEnd);
        }
    }

    private void forced(long upTo) {
        forcedEnd = upTo;
        durableEnd = new DurableEnd(open.id().segment(), upTo);
    }

    /** Gives the open segment up where its last published block ends; what is behind is void for ever. */
    void fence(Throwable failure) {
        if (open == null) {
            return;
        }
        LOGGER.atError().addKeyValue("segment", open.id()).addKeyValue("offset", end).setCause(failure).log("segment fenced");
        context.metrics.fences.increment();
        leaveOpen(true);
    }

    /**
     * Cuts what a failed write left behind the last published block, durably, so that no block of it can ever be met behind
     * a later one; fences when even that fails.
     */
    void cutBack(boolean interrupted) {
        if (open == null) {
            return;
        }
        try {
            if (interrupted) {
                open.reopen(open.file());
            }
            DiskFile file = open.file();
            file.truncate(end);
            file.force(true);
            forced(end);
        } catch (IOException e) {
            fence(e);
        }
    }

    /**
     * The oldest segment, when {@code lanes} have nothing readable in it; null otherwise. The last one stays: its successor
     * will name it, and the log's mark does.
     */
    Segment oldestBehind(Iterable<Lane> lanes) {
        Segment oldest = segments.peekFirst();
        if (oldest == null || oldest == segments.peekLast()) {
            return null;
        }
        for (Lane lane : lanes) {
            if (!lane.isBehindHorizon(oldest)) {
                return null;
            }
        }
        return oldest;
    }

    /**
     * Removes a discarded segment's files; durable when this returns. One that could not be removed goes first: each removal is
     * durable before the next begins, so that no power cut leaves an older segment and not a younger one.
     */
    void delete(Segment segment) throws IOException {
        undeleted.addLast(segment);
        while (!undeleted.isEmpty()) {
            Segment oldest = undeleted.peekFirst();
            close(oldest);
            context.disk.delete(oldest.path());
            context.disk.delete(directory.resolve(oldest.id().indexName()));
            context.disk.syncDirectory(directory);
            undeleted.removeFirst();
        }
    }

    /** Closes what a discarded segment has open. */
    void close(Segment segment) throws IOException {
        segment.index.close();
        segment.closeFile();
    }

    /** Which log; its segment number means nothing. */
    SegmentId log() {
        return log;
    }
}
