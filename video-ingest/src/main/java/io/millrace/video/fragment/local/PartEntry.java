package io.millrace.video.fragment.local;

import io.millrace.video.fragment.FragmentNumber;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A part of a fragment as an entry of a {@link io.millrace.stream.log.block.BlockTypes#VIDEO_PARTS} block, little endian.
 * <pre>
 * offset size
 *      0    4  length           of what follows
 *      4    4  part             index within the fragment, from 0
 *      8    8  fragment         its number
 *     16    *  bytes            of the cluster's content: all parts but the last one have the same length
 * </pre>
 */
final class PartEntry {

    static final int LENGTH_OFFSET = 0;
    static final int PART_OFFSET = 4;
    static final int FRAGMENT_OFFSET = 8;
    static final int BYTES_OFFSET = 16;

    private PartEntry() {
    }

    /** Writes what stands before the bytes. */
    static SingleEntry seal(byte[] array, int contentBytes, int part, FragmentNumber fragment) {
        ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(LENGTH_OFFSET, BYTES_OFFSET - EntryReader.LENGTH_BYTES + contentBytes).putInt(PART_OFFSET, part)
                .putLong(FRAGMENT_OFFSET, fragment.value());
        return new SingleEntry(array, BYTES_OFFSET + contentBytes);
    }

    /** The bytes of an entry, behind its length, if it is that part; else null. */
    static ByteBuffer content(ByteBuffer entry, int part, FragmentNumber fragment) {
        int header = BYTES_OFFSET - EntryReader.LENGTH_BYTES;
        if (entry.limit() < header || entry.getInt(PART_OFFSET - EntryReader.LENGTH_BYTES) != part
                || entry.getLong(FRAGMENT_OFFSET - EntryReader.LENGTH_BYTES) != fragment.value()) {
            return null;
        }
        return entry.slice(header, entry.limit() - header).asReadOnlyBuffer();
    }
}
