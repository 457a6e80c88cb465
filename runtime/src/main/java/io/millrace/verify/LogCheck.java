package io.millrace.verify;

import io.millrace.disk.Disk;
import io.millrace.disk.DiskFile;
import io.millrace.stream.index.BlockEntry;
import io.millrace.stream.index.ClosedIndexes;
import io.millrace.stream.index.IndexDamaged;
import io.millrace.stream.index.IndexedSegment;
import io.millrace.stream.index.OpenSegmentIndex;
import io.millrace.stream.log.block.ByteRange;
import io.millrace.stream.log.block.DurableEnd;
import io.millrace.stream.log.block.FormatUnsupported;
import io.millrace.stream.log.block.ScannedBlocks;
import io.millrace.stream.log.block.SegmentHeader;
import io.millrace.stream.log.block.SegmentId;
import io.millrace.stream.log.block.SegmentScan;
import io.millrace.stream.log.block.StripeScan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** One stream's log on one stripe: its segments, and the indexes beside them. */
final class LogCheck {

    private final Disk disk;
    private final Findings findings;
    private final ShardEnds ends;

    LogCheck(Disk disk, Findings findings, ShardEnds ends) {
        this.disk = disk;
        this.findings = findings;
        this.ends = ends;
    }

    /**
     * @param directory {@code DATA/streams/<stream>/<stripe>}
     * @param mark      the durable end by the checkpoint log
     */
    void run(Path directory, long stream, int stripe, Optional<DurableEnd> mark) throws IOException {
        try {
            for (long missing : StripeScan.visit(disk, directory, stream, stripe, mark, scan -> segment(directory, scan))) {
                SegmentId id = new SegmentId(stream, stripe, missing);
                findings.damage(directory.resolve(id.logName()), "is missing", "its records are lost; readers go on behind it");
            }
        } catch (FormatUnsupported e) {
            unknown(directory, stream, e.getMessage());
        } catch (IOException e) {
            unknown(directory, stream, "cannot be read: " + e);
        }
    }

    private void unknown(Path directory, long stream, String why) {
        ends.unknown(stream);
        findings.unknown(directory, why, "this log was not checked any further");
    }

    private void segment(Path directory, SegmentScan scan) throws IOException {
        Path file = directory.resolve(scan.id().logName());
        if (scan.role() == SegmentScan.Role.UNUSED) {
            findings.note(file, "was created and never used", "normal after a crash or a full disk; holds no records");
            return;
        }
        findings.tally.segment(scan.fileBytes(), scan.blocks().size(), scan.blocks().entries());
        if (scan.header().isEmpty()) {
            findings.damage(file, "both copies of the header are damaged", "none of its records can be read");
        } else if (!headerCopiesAgree(file)) {
            findings.damage(file, "one copy of the header is damaged", "nothing is lost: the other one serves");
        }
        for (ByteRange range : scan.damaged()) {
            findings.damage(file, bytes(range) + " were durable and hold no whole blocks",
                    "the records there are lost; readers go around them and report it");
        }
        scan.tornTail().ifPresent(range -> findings.note(file, bytes(range) + " are a torn tail",
                "normal after a crash: never acknowledged; the next start cuts them off"));
        scan.ignored().ifPresent(range -> findings.note(file, bytes(range) + " lie behind the segment's end",
                "void since a failed write or force; no reader sees them"));
        int disordered = ends.follow(scan.id().stream(), scan.blocks());
        if (disordered > 0) {
            findings.damage(file, disordered + " blocks use positions again or run back in time",
                    "two records may have one sequence number; consumers may skip one of them");
        } else {
            index(directory, scan);
        }
    }

    private boolean headerCopiesAgree(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
        try (DiskFile segment = disk.open(file)) {
            segment.read(bytes, 0);
        }
        int half = SegmentHeader.COPY_OFFSET;
        return bytes.flip().limit() == SegmentHeader.BYTES && bytes.slice(0, half).equals(bytes.slice(half, half));
    }

    private static String bytes(ByteRange range) {
        return "bytes " + range.from() + " to " + (range.to() - 1);
    }

    private void index(Path directory, SegmentScan scan) throws IOException {
        Path file = directory.resolve(scan.id().indexName());
        boolean closed = scan.role() == SegmentScan.Role.CLOSED || scan.role() == SegmentScan.Role.FENCED;
        boolean exists = disk.exists(file);
        if (scan.header().isEmpty() || !closed && !exists) {
            return;
        }
        if (!exists) {
            findings.note(file, "is missing", "the next reader rebuilds it from its segment");
            return;
        }
        findings.tally.index();
        IndexedSegment segment = new IndexedSegment(file, scan.id().stream(), scan.id().stripe(), scan.id().segment(),
                scan.header().get().nonce(), scan.end());
        try {
            if (scan.isSound()) {
                ClosedIndexes.compare(disk, segment, indexOf(scan.blocks()));
            } else {
                ClosedIndexes.check(disk, segment);
            }
        } catch (IndexDamaged e) {
            if (e.isOutdated()) {
                findings.note(file, e.reason(), "normal after a crash: the next reader rebuilds it from its segment");
                return;
            }
            findings.damage(file, e.reason(), "no record is lost: the next reader rebuilds it from its segment");
        }
    }

    private static OpenSegmentIndex indexOf(ScannedBlocks blocks) {
        OpenSegmentIndex index = OpenSegmentIndex.unbudgeted();
        for (int block = 0; block < blocks.size(); block++) {
            index.add(new BlockEntry(blocks.shard(block), blocks.firstPosition(block), blocks.count(block),
                    blocks.arrivedAtMillis(block), blocks.offset(block), blocks.length(block)));
        }
        return index;
    }
}
