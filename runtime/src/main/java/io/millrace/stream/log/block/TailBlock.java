package io.millrace.stream.log.block;

import io.millrace.stream.index.BlockEntry;
import java.util.List;

/** A published block in memory: its bytes are those of the appends it was made of. */
final class TailBlock {

    /** Some consecutive bytes of a block's entries. */
    record Piece(Entries entries, int fromEntry, int toEntry) {

        int from() {
            return entries.start(fromEntry);
        }

        int to() {
            return entries.end(toEntry - 1);
        }

        int count() {
            return toEntry - fromEntry;
        }

        /** What keeping this piece costs: its share of the array that holds it. */
        long heldBytes() {
            return (long) entries.array().length * (to() - from()) / Math.max(1, entries.lengthBytes());
        }
    }

    private static final int OVERHEAD_BYTES = 160;
    final Lane lane;
    final BlockEntry entry;
    final List<Piece> pieces;
    /** The lane's next block; set when that is published. */
    volatile TailBlock next;

    TailBlock(Lane lane, BlockEntry entry, List<Piece> pieces) {
        this.lane = lane;
        this.entry = entry;
        this.pieces = pieces;
    }

    long heldBytes() {
        long bytes = OVERHEAD_BYTES;
        for (Piece piece : pieces) {
            bytes += piece.heldBytes();
        }
        return bytes;
    }
}
