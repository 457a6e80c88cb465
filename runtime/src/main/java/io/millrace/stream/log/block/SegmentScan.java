package io.millrace.stream.log.block;

import java.util.List;
import java.util.Optional;

/**
 * What a segment file holds, found by reading it whole; nothing was changed.
 *
 * @param role      what the file is to its log
 * @param header    empty when the file never got one, or both copies are damaged
 * @param fileBytes the file's size
 * @param blocks    the whole blocks, without any in the torn tail or behind the segment's end
 * @param provenEnd bytes before it were forced: a later block or the log's mark says so
 * @param end       where the next block would go; for a closed segment where its successor says that it ends
 * @param damaged   ranges below what was once durable that no longer hold whole blocks; may reach past the file's end
 * @param tornTail  what a crash left of blocks that were never acknowledged; recovery cuts it off
 * @param ignored   bytes behind a fence, void whatever they hold
 */
public record SegmentScan(SegmentId id, Role role, Optional<SegmentHeader> header, long fileBytes, ScannedBlocks blocks,
        long provenEnd, long end, List<ByteRange> damaged, Optional<ByteRange> tornTail, Optional<ByteRange> ignored) {

    /** What a segment file is to its log. */
    public enum Role {
        /** The log's last segment; the only one that may have a torn tail. */
        NEWEST,
        /** Has a successor. */
        CLOSED,
        /** Has a successor that fenced it after a failed write or force. */
        FENCED,
        /** Was created and never got a block. */
        UNUSED
    }

    public SegmentScan {
        damaged = List.copyOf(damaged);
    }

    public boolean isSound() {
        return damaged.isEmpty();
    }

    /** Whether the log can go on writing at {@link #end}: its bytes up to there are whole blocks. */
    boolean canGoOn() {
        return header.isPresent() && (damaged.isEmpty() || damaged.getLast().to() < end);
    }

    static SegmentScan unused(SegmentId id, Optional<SegmentHeader> header, long fileBytes) {
        return new SegmentScan(id, Role.UNUSED, header, fileBytes, new ScannedBlocks(), Math.min(fileBytes, SegmentHeader.BYTES),
                SegmentHeader.BYTES, List.of(), Optional.empty(), Optional.empty());
    }
}
