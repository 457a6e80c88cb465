package io.millrace.stream.log.block;

import io.millrace.stream.Positions;
import io.millrace.stream.index.BlockEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Turns the appends of one commit into blocks of one segment. Copies entries and never looks into them; allocates per block,
 * not per entry. One thread at a time.
 */
final class BlockWriter {

    private final int blockBytesMax;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer header = BlockHeader.scratch();
    private final List<TailBlock.Piece> pieces = new ArrayList<>();
    private final List<TailBlock> written = new ArrayList<>();
    private StagedOutput output;
    private SegmentHeader segment;
    private long offset;
    private long durableBefore;
    private long nowMillis;
    private int pieceBytes;
    private int pieceCount;
    private int pieceType;

    BlockWriter(int blockBytesMax) {
        this.blockBytesMax = blockBytesMax;
    }

    void begin(StagedOutput staged, SegmentHeader target, long at, long durable, long now) {
        written.clear();
        clearPieces();
        output = staged;
        segment = target;
        offset = at;
        durableBefore = durable;
        nowMillis = now;
    }

    /** Writes all that was taken for a lane, in order, as few blocks as can be. */
    void write(Lane lane) throws IOException {
        for (Append append = lane.firstTaken; append != null; append = append.nextInLane) {
            if (append.type != pieceType) {
                endBlock(lane);
                pieceType = append.type;
            }
            append.positions = new Positions(lane.next().plus(pieceCount), append.entries.count());
            add(append.entries, lane);
        }
        endBlock(lane);
    }

    private void add(Entries entries, Lane lane) throws IOException {
        int from = 0;
        while (from < entries.count()) {
            int to = entries.fitting(from, blockBytesMax - pieceBytes);
            if (to == from && pieceBytes > 0) {
                endBlock(lane);
                continue;
            }
            to = Math.max(to, from + 1);
            TailBlock.Piece piece = new TailBlock.Piece(entries, from, to);
            pieces.add(piece);
            pieceBytes += piece.to() - piece.from();
            pieceCount += piece.count();
            from = to;
        }
    }

    private void endBlock(Lane lane) throws IOException {
        if (pieceCount == 0) {
            return;
        }
        BlockHeader block = new BlockHeader(pieceType, segment.id(), lane.index(), offset, durableBefore,
                lane.assign(pieceCount), pieceCount, lane.arrival(nowMillis), pieceBytes);
        block.encode(header);
        BlockHeader.seed(crc, segment.nonce());
        crc.update(header.array(), 0, BlockHeader.CRC_OFFSET);
        for (int index = 0; index < pieces.size(); index++) {
            TailBlock.Piece piece = pieces.get(index);
            crc.update(piece.entries().array(), piece.from(), piece.to() - piece.from());
        }
        header.putInt(BlockHeader.CRC_OFFSET, (int) crc.getValue());
        output.put(header.array(), 0, BlockHeader.BYTES);
        for (int index = 0; index < pieces.size(); index++) {
            TailBlock.Piece piece = pieces.get(index);
            output.put(piece.entries().array(), piece.from(), piece.to());
        }
        written.add(new TailBlock(lane, new BlockEntry(lane.index(), block.firstPosition(), block.count(),
                block.arrivedAtMillis(), offset, pieceBytes), List.copyOf(pieces)));
        offset = block.endOffset();
        clearPieces();
    }

    private void clearPieces() {
        pieces.clear();
        pieceBytes = 0;
        pieceCount = 0;
    }

    /** The blocks since {@link #begin}, in file order; valid until the next. */
    List<TailBlock> written() {
        return written;
    }

    /** Where the next block goes. */
    long offset() {
        return offset;
    }
}
