package io.millrace.video.ebml;

/**
 * A frame within a cluster.
 *
 * @param track         the track's number
 * @param timecode      cluster and block together, in units of the segment's scale; frames of one lace have their block's, the
 *                      first one's
 * @param lace          0 for the first frame of a block, then 1, 2, …
 * @param durationUnits of the whole block, in the same units; -1 when the block does not say
 * @param isKey         can be decoded without others: the flag of a SimpleBlock, no reference in a BlockGroup
 * @param isInvisible   to be decoded and not shown
 * @param isDiscardable nothing depends on it
 * @param offset        of its bytes within the cluster's content
 * @param length        of its bytes
 */
public record Frame(long track, long timecode, int lace, long durationUnits, boolean isKey, boolean isInvisible, boolean isDiscardable,
        long offset, int length) {
}
