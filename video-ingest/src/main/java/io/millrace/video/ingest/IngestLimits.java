package io.millrace.video.ingest;

/**
 * What a fragment may be. The service's limits but those of the head and of frames, which it does not state.
 *
 * @param fragmentBytesMax       of a cluster
 * @param fragmentDurationMillis between a cluster's timecode and its last frame's
 * @param tracksMax              in a document
 * @param tagsMax                on a fragment
 * @param tagNameCharsMax        of a tag's name
 * @param tagValueBytesMax       of a tag's value, in UTF-8
 * @param headBytesMax           of the EBML header, Info and Tracks elements each: codec private data is in there
 * @param framesMax              in a fragment, laced ones counted: a frame for each millisecond of the longest
 */
public record IngestLimits(long fragmentBytesMax, long fragmentDurationMillis, int tracksMax, int tagsMax, int tagNameCharsMax,
        int tagValueBytesMax, int headBytesMax, int framesMax) {

    public static IngestLimits defaults() {
        return new IngestLimits(50L * 1024 * 1024, 20_000, 3, 10, 128, 256, 64 * 1024, 20_000);
    }
}
