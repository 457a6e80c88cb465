package io.millrace.stream.log.block;

import io.millrace.stream.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What stands before each block's stored bytes, little endian. Blocks follow one another without gaps.
 * <pre>
 * offset size
 *      0    4  magic            "MBLK"
 *      4    2  format version   1
 *      6    2  type             {@link BlockTypes}
 *      8    8  stream           the creation id
 *     16    4  stripe
 *     20    4  shard            index within the stream
 *     24    8  segment
 *     32    8  own offset       where this header begins in its file
 *     40    8  durable before   every byte of this file before this offset was forced when the block was written
 *     48    8  first position   of the first entry; its high bits are the epoch
 *     56    8  arrival          milliseconds since the epoch; never runs backwards in a shard
 *     64    4  epoch
 *     68    4  count            of entries, at least 1; their positions are consecutive
 *     72    4  length           of the stored bytes behind this header
 *     76    1  codec            0: stored as they are; others reserved
 *     77    3  reserved         0
 *     80    4  key id           0; reserved for encryption
 *     84   12  encryption nonce 0; reserved
 *     96    4  CRC32C           of the segment's nonce (8 bytes), header bytes 0 to 95 and the stored bytes
 * </pre>
 * The nonce is no part of what a producer can know, and the own offset no part of what it can choose: bytes of a block put
 * inside a record are not taken for one, wherever the scan looks for the next block.
 */
public record BlockHeader(int type, SegmentId segment, int shard, long offset, long durableBefore, long firstPosition,
        int count, long arrivedAtMillis, int length) {

    public static final int BYTES = 100;
    public static final int MAGIC = 0x4b4c424d;
    public static final int FORMAT_VERSION = 1;
    /** No block stores more; a length beyond it is damage. */
    public static final int LENGTH_MAX = 16 * 1024 * 1024;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int TYPE_OFFSET = 6;
    static final int STREAM_OFFSET = 8;
    static final int STRIPE_OFFSET = 16;
    static final int SHARD_OFFSET = 20;
    static final int SEGMENT_OFFSET = 24;
    static final int OWN_OFFSET_OFFSET = 32;
    static final int DURABLE_BEFORE_OFFSET = 40;
    static final int FIRST_POSITION_OFFSET = 48;
    static final int ARRIVAL_OFFSET = 56;
    static final int EPOCH_OFFSET = 64;
    static final int COUNT_OFFSET = 68;
    static final int LENGTH_OFFSET = 72;
    static final int CODEC_OFFSET = 76;
    static final int KEY_ID_OFFSET = 80;
    static final int ENCRYPTION_NONCE_OFFSET = 84;
    static final int CRC_OFFSET = 96;

    /** Where the block behind this one begins. */
    public long endOffset() {
        return offset + BYTES + length;
    }

    /** The position after the last entry. */
    public long endPosition() {
        return firstPosition + count;
    }

    /** Writes all fields but the checksum to {@code target} from 0 on. */
    void encode(ByteBuffer target) {
        target.putInt(MAGIC_OFFSET, MAGIC).putShort(VERSION_OFFSET, (short) FORMAT_VERSION)
                .putShort(TYPE_OFFSET, (short) type).putLong(STREAM_OFFSET, segment.stream())
                .putInt(STRIPE_OFFSET, segment.stripe()).putInt(SHARD_OFFSET, shard)
                .putLong(SEGMENT_OFFSET, segment.segment()).putLong(OWN_OFFSET_OFFSET, offset)
                .putLong(DURABLE_BEFORE_OFFSET, durableBefore).putLong(FIRST_POSITION_OFFSET, firstPosition)
                .putLong(ARRIVAL_OFFSET, arrivedAtMillis)
                .putInt(EPOCH_OFFSET, (int) (firstPosition >>> Position.ORDINAL_BITS)).putInt(COUNT_OFFSET, count)
                .putInt(LENGTH_OFFSET, length).putInt(CODEC_OFFSET, 0).putInt(KEY_ID_OFFSET, 0)
                .putLong(ENCRYPTION_NONCE_OFFSET, 0).putInt(ENCRYPTION_NONCE_OFFSET + Long.BYTES, 0);
    }

    /** Starts a block's checksum with its segment's nonce. */
    static void seed(CRC32C crc, long nonce) {
        crc.reset();
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            crc.update((int) (nonce >>> shift) & 0xff);
        }
    }

    /** The stored length a header at {@code at} claims, or -1 when no header of this segment can stand there. */
    static int claimedLength(ByteBuffer bytes, int at, SegmentId segment, long fileOffset) {
        if (bytes.getInt(at + MAGIC_OFFSET) != MAGIC || bytes.getLong(at + OWN_OFFSET_OFFSET) != fileOffset
                || bytes.getLong(at + SEGMENT_OFFSET) != segment.segment()
                || bytes.getLong(at + STREAM_OFFSET) != segment.stream()
                || bytes.getInt(at + STRIPE_OFFSET) != segment.stripe()) {
            return -1;
        }
        int length = bytes.getInt(at + LENGTH_OFFSET);
        return length < 0 || length > LENGTH_MAX ? -1 : length;
    }

    /** Whether header and stored bytes at {@code at}, all within the buffer's limit, carry the right checksum. */
    static boolean checksumHolds(ByteBuffer bytes, int at, int length, long nonce) {
        CRC32C crc = new CRC32C();
        seed(crc, nonce);
        crc.update(bytes.slice(at, CRC_OFFSET));
        crc.update(bytes.slice(at + BYTES, length));
        return (int) crc.getValue() == bytes.getInt(at + CRC_OFFSET);
    }

    /**
     * Reads a header whose checksum holds.
     *
     * @throws FormatUnsupported when the block is whole but of a version or codec this program does not know
     */
    static BlockHeader decode(ByteBuffer bytes, int at, SegmentId segment) throws IOException {
        int version = bytes.getShort(at + VERSION_OFFSET);
        int codec = bytes.get(at + CODEC_OFFSET);
        long offset = bytes.getLong(at + OWN_OFFSET_OFFSET);
        if (version != FORMAT_VERSION) {
            throw new FormatUnsupported("block at " + offset + " of segment " + segment, version, FORMAT_VERSION);
        }
        if (codec != 0 || bytes.getInt(at + KEY_ID_OFFSET) != 0) {
            throw new FormatUnsupported("codec of block at " + offset + " of segment " + segment, codec, 0);
        }
        return new BlockHeader(Short.toUnsignedInt(bytes.getShort(at + TYPE_OFFSET)), segment, bytes.getInt(at + SHARD_OFFSET),
                offset, bytes.getLong(at + DURABLE_BEFORE_OFFSET), bytes.getLong(at + FIRST_POSITION_OFFSET),
                bytes.getInt(at + COUNT_OFFSET), bytes.getLong(at + ARRIVAL_OFFSET), bytes.getInt(at + LENGTH_OFFSET));
    }

    static ByteBuffer scratch() {
        return ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}
