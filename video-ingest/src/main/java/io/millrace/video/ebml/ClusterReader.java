package io.millrace.video.ebml;

import java.util.ArrayList;
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
        private final BlockHeadReader block = new BlockHeadReader();
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
            blockOffset = parser.position();
            block.begin(size, blockOffset);
        }

        @Override
        public void block(byte[] bytes, int from, int to) throws EbmlException {
            block.take(bytes, from, to);
        }

        @Override
        public void endBlock(int id) throws EbmlException {
            grouped = block.head();
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
