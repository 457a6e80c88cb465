package io.millrace.stream.log.block;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first {@value #BYTES} bytes of a segment file, little endian. The header stands there twice, at 0 and at
 * {@value #COPY_OFFSET}, so that one damaged disk sector does not cost the nonce without which no block can be checked;
 * the rest is zero. It is forced, and its directory synced, before the first block is written behind it.
 * <pre>
 * offset size
 *      0    8  magic              "MILLSEG\n"
 *      8    4  format version     1
 *     12    4  stripe
 *     16    8  stream             the creation id
 *     24    8  segment            number within the stripe, as in the file name
 *     32    8  nonce              random; seeds the checksum of every block of this segment
 *     40    8  created            milliseconds since the epoch
 *     48    8  predecessor        segment number, or -1 when there is none
 *     56    8  predecessor's end  offset behind its last durable block; what is behind is void
 *     64    4  flags              bit 0: the predecessor was fenced by a failed write or force
 *     68    4  CRC32C             of bytes 0 to 67
 * </pre>
 */
public record SegmentHeader(SegmentId id, long nonce, long createdMillis, Optional<Predecessor> predecessor) {

    /** Where the first block begins. */
    public static final int BYTES = 4096;
    public static final int COPY_OFFSET = 2048;
    public static final long MAGIC = 0x0a4745534c4c494dL;
    public static final int FORMAT_VERSION = 1;

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 8;
    static final int STRIPE_OFFSET = 12;
    static final int STREAM_OFFSET = 16;
    static final int SEGMENT_OFFSET = 24;
    static final int NONCE_OFFSET = 32;
    static final int CREATED_OFFSET = 40;
    static final int PREDECESSOR_OFFSET = 48;
    static final int PREDECESSOR_END_OFFSET = 56;
    static final int FLAGS_OFFSET = 64;
    static final int CRC_OFFSET = 68;
    static final int CONTENT_BYTES = 72;
    private static final int FLAG_FENCED = 1;
    private static final long NO_PREDECESSOR = -1;

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        putCopy(bytes, 0);
        putCopy(bytes, COPY_OFFSET);
        return bytes;
    }

    private void putCopy(ByteBuffer bytes, int at) {
        bytes.putLong(at + MAGIC_OFFSET, MAGIC).putInt(at + VERSION_OFFSET, FORMAT_VERSION)
                .putInt(at + STRIPE_OFFSET, id.stripe()).putLong(at + STREAM_OFFSET, id.stream())
                .putLong(at + SEGMENT_OFFSET, id.segment()).putLong(at + NONCE_OFFSET, nonce)
                .putLong(at + CREATED_OFFSET, createdMillis)
                .putLong(at + PREDECESSOR_OFFSET, predecessor.map(Predecessor::segment).orElse(NO_PREDECESSOR))
                .putLong(at + PREDECESSOR_END_OFFSET, predecessor.map(Predecessor::end).orElse(0L))
                .putInt(at + FLAGS_OFFSET, predecessor.filter(Predecessor::fenced).isPresent() ? FLAG_FENCED : 0)
                .putInt(at + CRC_OFFSET, crc(bytes, at));
    }

    /**
     * Reads the header from the start of a file.
     *
     * @param bytes the file's first {@value #BYTES} bytes or fewer, from its position
     * @return empty when neither copy is whole and of this segment
     * @throws FormatUnsupported when a whole copy of the magic carries another version
     */
    static Optional<SegmentHeader> decode(ByteBuffer bytes, SegmentId expected) throws IOException {
        ByteBuffer header = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        Optional<SegmentHeader> first = decodeCopy(header, 0, expected);
        return first.isPresent() ? first : decodeCopy(header, COPY_OFFSET, expected);
    }

    private static Optional<SegmentHeader> decodeCopy(ByteBuffer bytes, int at, SegmentId expected) throws IOException {
        if (bytes.limit() < at + CONTENT_BYTES || bytes.getLong(at + MAGIC_OFFSET) != MAGIC) {
            return Optional.empty();
        }
        boolean whole = bytes.getInt(at + CRC_OFFSET) == crc(bytes, at);
        int version = bytes.getInt(at + VERSION_OFFSET);
        if (version != FORMAT_VERSION && (whole || copiesAgree(bytes))) {
            throw new FormatUnsupported("segment " + expected, version, FORMAT_VERSION);
        }
        if (!whole || bytes.getLong(at + STREAM_OFFSET) != expected.stream()
                || bytes.getInt(at + STRIPE_OFFSET) != expected.stripe()
                || bytes.getLong(at + SEGMENT_OFFSET) != expected.segment()) {
            return Optional.empty();
        }
        long predecessor = bytes.getLong(at + PREDECESSOR_OFFSET);
        return Optional.of(new SegmentHeader(expected, bytes.getLong(at + NONCE_OFFSET), bytes.getLong(at + CREATED_OFFSET),
                predecessor == NO_PREDECESSOR ? Optional.empty() : Optional.of(new Predecessor(predecessor,
                        bytes.getLong(at + PREDECESSOR_END_OFFSET), (bytes.getInt(at + FLAGS_OFFSET) & FLAG_FENCED) != 0))));
    }

    /** A future version may have its checksum elsewhere; the same words in both copies are no accident. */
    private static boolean copiesAgree(ByteBuffer bytes) {
        return bytes.limit() >= COPY_OFFSET + CONTENT_BYTES
                && bytes.slice(0, CONTENT_BYTES).equals(bytes.slice(COPY_OFFSET, CONTENT_BYTES));
    }

    private static int crc(ByteBuffer bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(at, CRC_OFFSET));
        return (int) crc.getValue();
    }
}
