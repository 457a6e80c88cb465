package io.millrace.video.ebml;

import java.util.Arrays;

/** Collects the beginning of a block from pieces, however they are cut, until its header is whole. Holds at most 64 KiB. One thread. */
public final class BlockHeadReader {

    private static final int FIRST_BYTES = 16;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int available;
    private int wanted;
    private long blockSize;
    private long offset;
    private BlockHead head;

    /**
     * A block begins.
     *
     * @param size  of the block
     * @param where it is, for messages
     */
    public void begin(long size, long where) {
        available = 0;
        wanted = (int) Math.min(FIRST_BYTES, size);
        blockSize = size;
        offset = where;
        head = null;
    }

    /**
     * Takes the block's next bytes; throws when it cannot be one. Looks at them when they are twice as many as before: not for each byte.
     *
     * @return whether with them the header is whole, which it was not before
     */
    public boolean take(byte[] from, int begin, int end) throws EbmlException {
        if (head != null) {
            return false;
        }
        int at = begin;
        while (head == null && at < end) {
            int taken = Math.min(end - at, wanted - available);
            if (wanted > bytes.length) {
                bytes = Arrays.copyOf(bytes, wanted);
            }
            System.arraycopy(from, at, bytes, available, taken);
            at += taken;
            available += taken;
            if (available == wanted) {
                head = BlockHead.read(bytes, available, blockSize, offset);
                wanted = (int) Math.min(blockSize, Math.min(2L * wanted, BlockHead.BYTES_MAX));
            }
        }
        return head != null;
    }

    /** The header of the block, which is whole itself; throws when it has none. */
    public BlockHead head() throws EbmlException {
        if (head == null) {
            throw new EbmlException("a block has no header", offset);
        }
        return head;
    }
}
