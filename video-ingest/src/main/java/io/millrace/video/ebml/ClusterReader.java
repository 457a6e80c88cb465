package io.millrace.video.ebml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the frames in a cluster's content, fed in any cut. Frames are told when their block is whole, those of a
 * BlockGroup at the group's end. Holds a block's header, not its frames.
 */
public final class ClusterReader {

    private final Consumer<Frame> frames;
    private final Walk walk = new Walk();
    private final EbmlParser parser = EbmlParser.insideCluster(walk, EbmlLimits.defaults());

    /** @param frames called on the feeding thread, in the order of the bytes */
    public ClusterReader(Consumer<Frame> frames) {
        this.frames = frames;
    }

    /** All frames of a whole cluster's content. */
    public static List<Frame> frames(byte[] content) throws EbmlException {
        List<Frame> found = new ArrayList<>();
        ClusterReader reader = new ClusterReader(found::add);
        reader.feed(content, 0, content.length);
        reader.end();
        return found;
    }

    /** Takes the next bytes of the content. */
    public void feed(byte[] bytes, int from, int to) throws EbmlException {
        parser.feed(bytes, from, to);
    }

    /** The content ends here; throws when it is not whole. */
    public void end() throws EbmlException {
        parser.end();
    }

    /** The cluster's own timecode, once it was met; 0 before. */
    public long timecode() {
        return walk.clusterTimecode;
    }

    private final class Walk implements EbmlHandler {

        private long clusterTimecode;
        private byte[] head = new byte[32];
        private int headBytes;
        private boolean isHeadRead;
        private long blockSize;
        private long blockOffset;
        /** Of the group that is open; its frames wait for what follows the block. */
        private BlockHead grouped;
        private long groupedOffset;
        private long groupedDuration;
        private boolean groupedHasReference;

        @Override
        public void begin(int id, long size) {
            if (id == ElementId.BLOCK_GROUP) {
                grouped = null;
                groupedDuration = -1;
                groupedHasReference = false;
            }
        }

        @Override
        public void value(int id, byte[] bytes) throws EbmlException {
            switch (id) {
                case ElementId.TIMESTAMP -> clusterTimecode = Values.unsigned(bytes, parser.position());
                case ElementId.BLOCK_DURATION -> groupedDuration = Values.unsigned(bytes, parser.position());
                case ElementId.REFERENCE_BLOCK -> groupedHasReference = true;
                default -> { }
            }
        }

        @Override
        public void beginBlock(int id, long size) {
            headBytes = 0;
            isHeadRead = false;
            blockSize = size;
            blockOffset = parser.position();
        }

        @Override
        public void block(byte[] bytes, int from, int to) throws EbmlException {
            if (isHeadRead) {
                return;
            }
            int taken = Math.min(to - from, BlockHead.BYTES_MAX - headBytes);
            if (headBytes + taken > head.length) {
                head = Arrays.copyOf(head, Math.max(headBytes + taken, 2 * head.length));
            }
            System.arraycopy(bytes, from, head, headBytes, taken);
            headBytes += taken;
            BlockHead read = BlockHead.read(head, headBytes, blockSize, blockOffset);
            if (read != null) {
                isHeadRead = true;
                grouped = read;
            }
        }

        @Override
        public void endBlock(int id) throws EbmlException {
            if (!isHeadRead) {
                throw new EbmlException("a block has no header", blockOffset);
            }
            groupedOffset = blockOffset;
            if (id == ElementId.SIMPLE_BLOCK) {
                tell(grouped, grouped.isKey, -1);
                grouped = null;
            }
        }

        @Override
        public void end(int id) {
            if (id == ElementId.BLOCK_GROUP && grouped != null) {
                tell(grouped, !groupedHasReference, groupedDuration);
                grouped = null;
            }
        }

        private void tell(BlockHead block, boolean isKey, long durationUnits) {
            long at = groupedOffset + block.length;
            for (int lace = 0; lace < block.frameLengths.length; lace++) {
                int length = block.frameLengths[lace];
                frames.accept(new Frame(block.track, clusterTimecode + block.timecode, lace, durationUnits, isKey, block.isInvisible,
                        block.isDiscardable, at, length));
                at += length;
            }
        }
    }
}
