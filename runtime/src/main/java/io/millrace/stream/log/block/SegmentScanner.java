package io.millrace.stream.log.block;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads segment files whole and tells whole blocks, torn tail and damage apart, without changing anything. Blocks; memory
 * is one window of 1 MiB (or the largest block) and 44 bytes a block.
 */
public final class SegmentScanner {

    private final Disk disk;

    public SegmentScanner(Disk disk) {
        this.disk = disk;
    }

    /** Reads a segment's header; empty when the file is too short for one or both copies are damaged. */
    Optional<SegmentHeader> header(Path file, SegmentId id) throws IOException {
        try (DiskFile segment = disk.open(file)) {
            return header(segment, id);
        }
    }

    private static Optional<SegmentHeader> header(DiskFile file, SegmentId id) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
        file.read(bytes, 0);
        return SegmentHeader.decode(bytes.flip(), id);
    }

    /**
     * Scans the log's last segment: a bad block behind everything that is known to have been durable is a torn tail.
     *
     * @param durableEnd by the log's mark; 0 when there is none for this segment
     */
    public SegmentScan scanNewest(Path file, SegmentId id, long durableEnd) throws IOException {
        return scan(file, id, SegmentScan.Role.NEWEST, Long.MAX_VALUE, durableEnd);
    }

    /**
     * Scans a segment that has a successor: every bad block is damage.
     *
     * @param end where the successor's header says that it ends; {@link Long#MAX_VALUE} when that is lost: the file's end
     */
    public SegmentScan scanClosed(Path file, SegmentId id, long end, boolean fenced) throws IOException {
        return scan(file, id, fenced ? SegmentScan.Role.FENCED : SegmentScan.Role.CLOSED, end, end);
    }

    private SegmentScan scan(Path file, SegmentId id, SegmentScan.Role role, long end, long durableEnd) throws IOException {
        try (DiskFile segment = disk.open(file)) {
            long size = segment.size();
            long limit = Math.min(end, size);
            long durable = durableEnd == Long.MAX_VALUE ? size : durableEnd;
            Optional<SegmentHeader> header = header(segment, id);
            Findings findings = new Findings();
            if (header.isPresent()) {
                findings.walk(new ScanWindow(segment, limit), limit, header.get());
            } else if (size > 0) {
                findings.bad.add(new ByteRange(0, limit));
                findings.durable = limit;
            }
            findings.durable = Math.max(findings.durable, durable);
            return findings.judge(id, role, header, size, end, limit);
        }
    }

    /** What a walk over a file met. */
    private static final class Findings {

        private final ScannedBlocks blocks = new ScannedBlocks();
        private final List<ByteRange> bad = new ArrayList<>();
        private long durable;

        private void walk(ScanWindow window, long limit, SegmentHeader header) throws IOException {
            long at = SegmentHeader.BYTES;
            long badFrom = -1;
            while (at < limit) {
                Optional<BlockHeader> block = blockAt(window, at, header);
                if (block.isPresent()) {
                    if (badFrom >= 0) {
                        bad.add(new ByteRange(badFrom, at));
                        badFrom = -1;
                    }
                    blocks.add(block.get());
                    durable = Math.max(durable, block.get().durableBefore());
                    at = block.get().endOffset();
                } else {
                    badFrom = badFrom < 0 ? at : badFrom;
                    at = window.findMagic(at + 1);
                }
            }
            if (badFrom >= 0) {
                bad.add(new ByteRange(badFrom, limit));
            }
        }

        private static Optional<BlockHeader> blockAt(ScanWindow window, long offset, SegmentHeader header) throws IOException {
            int at = window.at(offset, BlockHeader.BYTES);
            int length = at < 0 ? -1 : BlockHeader.claimedLength(window.buffer(), at, header.id(), offset);
            at = length < 0 ? -1 : window.at(offset, BlockHeader.BYTES + length);
            if (at < 0 || !BlockHeader.checksumHolds(window.buffer(), at, length, header.nonce())) {
                return Optional.empty();
            }
            return Optional.of(BlockHeader.decode(window.buffer(), at, header.id()));
        }

        private SegmentScan judge(SegmentId id, SegmentScan.Role role, Optional<SegmentHeader> header, long size, long end,
                long limit) {
            List<ByteRange> damaged = new ArrayList<>();
            Optional<ByteRange> tornTail = Optional.empty();
            for (ByteRange range : bad) {
                if (range.from() < durable) {
                    damaged.add(range);
                } else {
                    blocks.dropFrom(range.from());
                    tornTail = Optional.of(new ByteRange(range.from(), size));
                    break;
                }
            }
            if (limit < durable) {
                boolean reachesLimit = !damaged.isEmpty() && damaged.getLast().to() == limit;
                damaged.add(new ByteRange(reachesLimit ? damaged.removeLast().from() : limit, durable));
            }
            Optional<ByteRange> ignored = size > end ? Optional.of(new ByteRange(end, size)) : Optional.empty();
            long goesOnAt = tornTail.map(ByteRange::from)
                    .orElse(Math.max(SegmentHeader.BYTES, Math.max(limit, durable)));
            return new SegmentScan(id, role, header, size, blocks, durable, goesOnAt, damaged, tornTail, ignored);
        }
    }
}
