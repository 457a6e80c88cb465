package io.millrace.stream.log.block;

/** The types of blocks, as stored. A number is never given a second meaning. */
public final class BlockTypes {

    /** Entries are records as {@link io.millrace.stream.RecordBatch} encodes them. */
    public static final int RECORDS = 1;

    /** Entries are parts of video fragments; until their commit is there they are nothing. */
    public static final int VIDEO_PARTS = 16;

    /** Entries each make a video fragment exist. */
    public static final int VIDEO_COMMITS = 17;

    /** Entries each sum up some consecutive commits, so that opening need not read these. */
    public static final int VIDEO_GROUPS = 18;

    private BlockTypes() {
    }
}
