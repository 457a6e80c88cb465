package io.millrace.video.ingest;

/**
 * What a fragment may be. The service's limits but the head's, which it does not state.
 *
 * @param fragmentBytesMax       of a cluster
 * @param fragmentDurationMillis between a cluster's timecode and its last frame's
 * @param tracksMax              in a document
 * @param tagsMax                on a fragment
 * @param tagNameCharsMax        of a tag's name
 * @param tagValueBytesMax       of a tag's value, in UTF-8
 * @param headBytesMax           of the EBML header, Info and Tracks elements each: codec private data is in there
 */
public record IngestLimits(long fragmentBytesMax, long fragmentDurationMillis, int tracksMax, int tagsMax, int tagNameCharsMax,
        int tagValueBytesMax, int headBytesMax) {

    public static IngestLimits defaults() {
        return new IngestLimits(50L * 1024 * 1024, 20_000, 3, 10, 128, 256, 256 * 1024);
    }
}
