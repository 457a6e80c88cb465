package io.millrace.stream.log.block;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The segment files of one log, oldest first, and what each is to the log, from their headers alone.
 *
 * @param missing numbers of segments that must have been there and are not; files go oldest first, so none is ever missing
 *                before the first that is there
 */
record StripePlan(List<Planned> segments, List<Long> missing) {

    /**
     * @param end where its successor says that it ends; {@link Long#MAX_VALUE} when nothing says so
     */
    record Planned(SegmentId id, Path file, SegmentScan.Role role, Optional<SegmentHeader> header, long end, long fileBytes) {
    }

    /** Reads the headers of all segment files of a stripe's directory. */
    static StripePlan of(Disk disk, Path directory, long stream, int stripe, Optional<DurableEnd> mark) throws IOException {
        List<Planned> found = new ArrayList<>();
        SegmentScanner scanner = new SegmentScanner(disk);
        for (String name : disk.list(directory)) {
            long number = SegmentId.numberOf(name);
            if (number >= 0) {
                SegmentId id = new SegmentId(stream, stripe, number);
                Path file = directory.resolve(name);
                long size;
                try (DiskFile segment = disk.open(file)) {
                    size = segment.size();
                }
                found.add(new Planned(id, file, SegmentScan.Role.NEWEST, scanner.header(file, id), Long.MAX_VALUE, size));
            }
        }
        return assignRoles(found, mark);
    }

    private static StripePlan assignRoles(List<Planned> found, Optional<DurableEnd> mark) {
        Map<Long, Predecessor> named = new HashMap<>();
        List<Skipped> skippedRanges = new ArrayList<>();
        for (Planned segment : found) {
            segment.header().ifPresent(header -> {
                header.predecessor().ifPresent(predecessor -> named.put(predecessor.segment(), predecessor));
                skippedRanges.add(new Skipped(header.predecessor().map(Predecessor::segment).orElse(-1L), segment.id().segment()));
            });
        }
        List<Planned> planned = new ArrayList<>();
        boolean newestFound = false;
        for (Planned segment : found.reversed()) {
            long number = segment.id().segment();
            Predecessor end = named.get(number);
            boolean skipped = end == null && skippedRanges.stream().anyMatch(range -> range.contains(number));
            boolean neverBegun = end == null && segment.fileBytes() <= SegmentHeader.BYTES
                    && (newestFound || segment.header().isEmpty()) && mark.stream().noneMatch(m -> m.segment() == number);
            SegmentScan.Role role;
            if (skipped || neverBegun) {
                role = SegmentScan.Role.UNUSED;
            } else if (!newestFound && end == null) {
                role = SegmentScan.Role.NEWEST;
                newestFound = true;
            } else {
                role = end != null && end.fenced() ? SegmentScan.Role.FENCED : SegmentScan.Role.CLOSED;
            }
            planned.addFirst(new Planned(segment.id(), segment.file(), role, segment.header(),
                    end == null ? Long.MAX_VALUE : end.end(), segment.fileBytes()));
        }
        return new StripePlan(planned, missing(planned, named, mark));
    }

    /** Numbers between a segment and the one it goes on from: they were begun and given up. */
    private record Skipped(long after, long before) {

        boolean contains(long number) {
            return after < number && number < before;
        }
    }

    private static List<Long> missing(List<Planned> planned, Map<Long, Predecessor> named, Optional<DurableEnd> mark) {
        List<Long> missing = new ArrayList<>();
        long first = planned.stream().filter(segment -> segment.role() != SegmentScan.Role.UNUSED)
                .mapToLong(segment -> segment.id().segment()).findFirst().orElse(Long.MAX_VALUE);
        long last = planned.isEmpty() ? -1 : planned.getLast().id().segment();
        named.keySet().stream().filter(number -> number > first
                && planned.stream().noneMatch(segment -> segment.id().segment() == number)).sorted().forEach(missing::add);
        mark.map(DurableEnd::segment).filter(number -> number > last).ifPresent(missing::add);
        return missing;
    }

    OptionalLong lastNumber() {
        return segments.isEmpty() ? OptionalLong.empty() : OptionalLong.of(segments.getLast().id().segment());
    }
}
