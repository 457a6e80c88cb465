package io.millrace.stream.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The last {@value #BYTES} bytes of an index file, little endian; before them is the table as MapDB's SortedTableMap writes
 * it, or nothing when the segment has no blocks. MapDB notices no flipped bit; this checksum over the whole file does.
 * <pre>
 * offset size
 *      0    8  magic           "MILLIDX\n"
 *      8    4  format version  1
 *     12    4  stripe
 *     16    8  stream          the creation id
 *     24    8  segment         number within the stripe
 *     32    8  nonce           the segment's
 *     40    8  segment end     offset behind the segment's last block
 *     48    8  table length    bytes before this trailer
 *     56    8  blocks          in the segment
 *     64    4  reserved        0
 *     68    4  CRC32C          of the table and trailer bytes 0 to 67
 * </pre>
 */
record IndexTrailer(IndexedSegment segment, long tableLength, long blocks) {

    static final int BYTES = 72;
    static final long MAGIC = 0x0a5844494c4c494dL;
    static final int FORMAT_VERSION = 1;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int STRIPE_OFFSET = 12;
    static final int STREAM_OFFSET = 16;
    static final int SEGMENT_OFFSET = 24;
    static final int NONCE_OFFSET = 32;
    static final int SEGMENT_END_OFFSET = 40;
    static final int TABLE_LENGTH_OFFSET = 48;
    static final int BLOCKS_OFFSET = 56;
    static final int CRC_OFFSET = 68;

    /** All bytes but the checksum, which is 0. */
    ByteBuffer encode() {
        return ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(MAGIC_OFFSET, MAGIC)
                .putInt(VERSION_OFFSET, FORMAT_VERSION).putInt(STRIPE_OFFSET, segment.stripe())
                .putLong(STREAM_OFFSET, segment.stream()).putLong(SEGMENT_OFFSET, segment.segment())
                .putLong(NONCE_OFFSET, segment.nonce()).putLong(SEGMENT_END_OFFSET, segment.end())
                .putLong(TABLE_LENGTH_OFFSET, tableLength).putLong(BLOCKS_OFFSET, blocks);
    }

    /**
     * Reads a trailer.
     *
     * @param computed the checksum of the table and the trailer's first bytes
     */
    static IndexTrailer decode(ByteBuffer bytes, IndexedSegment expected, long tableLength, int computed) throws IndexDamaged {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getLong(MAGIC_OFFSET) != MAGIC || bytes.getInt(CRC_OFFSET) != computed) {
            throw new IndexDamaged(expected, "checksum does not hold");
        }
        int version = bytes.getInt(VERSION_OFFSET);
        if (version != FORMAT_VERSION) {
            throw new IndexDamaged(expected, "format version " + version + " is not " + FORMAT_VERSION);
        }
        IndexedSegment found = new IndexedSegment(expected.indexFile(), bytes.getLong(STREAM_OFFSET),
                bytes.getInt(STRIPE_OFFSET), bytes.getLong(SEGMENT_OFFSET), bytes.getLong(NONCE_OFFSET),
                bytes.getLong(SEGMENT_END_OFFSET));
        if (found.end() < expected.end() && found.endingAt(expected.end()).equals(expected)) {
            throw IndexDamaged.outdated(expected, found.end());
        }
        if (!found.equals(expected)) {
            throw new IndexDamaged(expected, "belongs to another segment: " + found);
        }
        if (bytes.getLong(TABLE_LENGTH_OFFSET) != tableLength) {
            throw new IndexDamaged(expected, "table has another length");
        }
        return new IndexTrailer(expected, tableLength, bytes.getLong(BLOCKS_OFFSET));
    }
}
