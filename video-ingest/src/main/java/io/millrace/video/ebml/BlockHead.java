package io.millrace.video.ebml;

import java.util.Arrays;

/** The beginning of a Block or SimpleBlock: its track, its timecode, its flags, and the sizes of laced frames (RFC 9559, 10). */
public final class BlockHead {

    /** A header is longer only where Xiph's way counts more than 16 MiB of laced frames: such a block is refused. */
    static final int BYTES_MAX = 64 * 1024;
    private static final int FLAG_KEY = 0x80;
    private static final int FLAG_INVISIBLE = 0x08;
    private static final int FLAG_DISCARDABLE = 0x01;
    private static final int LACING = 0x06;
    private static final int XIPH = 0x02;
    private static final int FIXED = 0x04;

    private final byte[] bytes;
    private final int available;
    private final long blockSize;
    private final long offset;
    private int at;
    private boolean isShort;
    private int lastVariableBytes;

    long track;
    int timecode;
    boolean isKey;
    boolean isInvisible;
    boolean isDiscardable;
    int[] frameLengths;
    int length;

    private BlockHead(byte[] bytes, int available, long blockSize, long offset) {
        this.bytes = bytes;
        this.available = available;
        this.blockSize = blockSize;
        this.offset = offset;
    }

    /**
     * Reads what is there so far.
     *
     * @param offset of the block, for the message
     * @return null when more bytes are needed
     * @throws EbmlException when the block cannot be one
     */
    static BlockHead read(byte[] bytes, int available, long blockSize, long offset) throws EbmlException {
        BlockHead head = new BlockHead(bytes, available, blockSize, offset);
        head.read();
        if (!head.isShort) {
            return head;
        }
        if (available >= blockSize || available >= BYTES_MAX) {
            throw new EbmlException("a block ends within its header", offset);
        }
        return null;
    }

    /** The number of the track. */
    public long track() {
        return track;
    }

    /** Of the first frame, beside the cluster's, in units of the segment's scale. */
    public int timecode() {
        return timecode;
    }

    /** How many frames are in the block: 1, or up to 256 where they are laced. */
    public int frames() {
        return frameLengths.length;
    }

    private int next() {
        if (at >= available) {
            isShort = true;
            return 0;
        }
        return bytes[at++] & 0xff;
    }

    private long variable() throws EbmlException {
        if (at >= available) {
            isShort = true;
            return 0;
        }
        int size = VariableInteger.length(bytes[at]);
        if (size > 8) {
            throw new EbmlException("a block has no track or no frame size", offset);
        }
        if (at + size > available) {
            isShort = true;
            return 0;
        }
        long mask = (1L << 7 * size) - 1;
        long value = VariableInteger.withMarker(bytes, at, size) & mask;
        at += size;
        lastVariableBytes = size;
        return value;
    }

    private void read() throws EbmlException {
        track = variable();
        timecode = (short) (next() << 8 | next());
        int flags = next();
        if (isShort) {
            return;
        }
        isKey = (flags & FLAG_KEY) != 0;
        isInvisible = (flags & FLAG_INVISIBLE) != 0;
        isDiscardable = (flags & FLAG_DISCARDABLE) != 0;
        int lacing = flags & LACING;
        int frames = lacing == 0 ? 1 : next() + 1;
        if (isShort) {
            return;
        }
        int[] lengths = new int[frames];
        long sum = switch (lacing) {
            case XIPH -> xiph(lengths);
            case LACING -> differences(lengths);
            default -> 0;
        };
        if (isShort) {
            return;
        }
        length = at;
        frameLengths = lengths;
        long rest = blockSize - at - sum;
        if (lacing == FIXED) {
            if (rest % frames != 0) {
                throw new EbmlException("laced frames of one size do not fill their block", offset);
            }
            Arrays.fill(lengths, size(rest / frames));
        } else {
            lengths[frames - 1] = size(rest);
        }
    }

    private long xiph(int[] lengths) throws EbmlException {
        long sum = 0;
        for (int frame = 0; frame < lengths.length - 1 && !isShort; frame++) {
            long size = 0;
            int part = 255;
            while (part == 255 && !isShort) {
                part = next();
                size += part;
            }
            lengths[frame] = size(size);
            sum += size;
        }
        return sum;
    }

    private long differences(int[] lengths) throws EbmlException {
        long sum = 0;
        long size = 0;
        for (int frame = 0; frame < lengths.length - 1 && !isShort; frame++) {
            long value = variable();
            size = frame == 0 ? value : size + value - ((1L << 7 * lastVariableBytes - 1) - 1);
            if (isShort) {
                return 0;
            }
            lengths[frame] = size(size);
            sum += size;
        }
        return sum;
    }

    private int size(long size) throws EbmlException {
        if (size < 0 || size > blockSize) {
            throw new EbmlException("a frame is larger than its block", offset);
        }
        return (int) size;
    }
}
