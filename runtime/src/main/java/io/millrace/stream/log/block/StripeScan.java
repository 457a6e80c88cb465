package io.millrace.stream.log.block;

import io.millrace.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that one log's files hold, found by reading every segment whole. For {@code millrace verify}; nothing is changed.
 *
 * @param segments        oldest first
 * @param missingSegments numbers of segments that other files or the log's mark speak of and that are gone
 */
public record StripeScan(List<SegmentScan> segments, List<Long> missingSegments) {

    public StripeScan {
        segments = List.copyOf(segments);
        missingSegments = List.copyOf(missingSegments);
    }

    public boolean isSound() {
        return missingSegments.isEmpty() && segments.stream().allMatch(SegmentScan::isSound);
    }

    /**
     * Scans a log offline.
     *
     * @param directory {@code DATA/streams/<stream>/<stripe>}
     * @param mark      the log's durable end, {@link LogMarks#durableEnd}
     * @throws FormatUnsupported when a file is of a format this program does not know
     */
    public static StripeScan of(Disk disk, Path directory, long stream, int stripe, Optional<DurableEnd> mark)
            throws IOException {
        List<SegmentScan> scans = new ArrayList<>();
        List<Long> missing = visit(disk, directory, stream, stripe, mark, scans::add);
        return new StripeScan(scans, missing);
    }

    /**
     * Scans a log offline, one segment after the other, oldest first, so that only one is in memory.
     *
     * @return numbers of missing segments
     * @throws FormatUnsupported when a file is of a format this program does not know
     */
    public static List<Long> visit(Disk disk, Path directory, long stream, int stripe, Optional<DurableEnd> mark,
            Visitor visitor) throws IOException {
        StripePlan plan = StripePlan.of(disk, directory, stream, stripe, mark);
        for (StripePlan.Planned segment : plan.segments()) {
            visitor.visit(scan(disk, segment, mark));
        }
        return plan.missing();
    }

    /** Takes one segment's scan. */
    public interface Visitor {
        void visit(SegmentScan scan) throws IOException;
    }

    static SegmentScan scan(Disk disk, StripePlan.Planned segment, Optional<DurableEnd> mark) throws IOException {
        SegmentScanner scanner = new SegmentScanner(disk);
        return switch (segment.role()) {
            case UNUSED -> SegmentScan.unused(segment.id(), segment.header(), segment.fileBytes());
            case NEWEST -> scanner.scanNewest(segment.file(), segment.id(), mark
                    .filter(end -> end.segment() == segment.id().segment()).map(DurableEnd::offset).orElse(0L));
            case CLOSED, FENCED -> scanner.scanClosed(segment.file(), segment.id(), segment.end(),
                    segment.role() == SegmentScan.Role.FENCED);
        };
    }
}
