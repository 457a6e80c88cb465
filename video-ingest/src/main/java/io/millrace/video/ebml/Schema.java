package io.millrace.video.ebml;

/** Where the elements we know belong, and how their bytes are handed on. What is not listed is stepped over. */
final class Schema {

    /** What is done with an element's bytes. */
    enum Form {
        /** Its children are looked into. */
        MASTER,
        /** A small value, handed on whole. */
        VALUE,
        /** Frames, handed on as they come. */
        BLOCK,
        /** Stepped over. */
        OPAQUE
    }

    /** The parent of top-level elements. */
    static final int TOP = 0;
    /** Of elements that may be anywhere, or that are not known. */
    static final int ANYWHERE = -1;

    private Schema() {
    }

    static Form form(int id) {
        return switch (id) {
            case ElementId.EBML, ElementId.SEGMENT, ElementId.INFO, ElementId.TRACKS, ElementId.TRACK_ENTRY, ElementId.VIDEO,
                    ElementId.AUDIO, ElementId.TAGS, ElementId.TAG, ElementId.SIMPLE_TAG, ElementId.CLUSTER,
                    ElementId.BLOCK_GROUP -> Form.MASTER;
            case ElementId.DOC_TYPE, ElementId.TIMESTAMP_SCALE, ElementId.TRACK_NUMBER, ElementId.TRACK_UID, ElementId.TRACK_TYPE,
                    ElementId.TRACK_NAME, ElementId.DEFAULT_DURATION, ElementId.CODEC_ID, ElementId.CODEC_PRIVATE, ElementId.CONTENT_ENCODINGS,
                    ElementId.PIXEL_WIDTH, ElementId.PIXEL_HEIGHT, ElementId.SAMPLING_FREQUENCY, ElementId.CHANNELS,
                    ElementId.BIT_DEPTH, ElementId.TAG_NAME, ElementId.TAG_STRING, ElementId.TIMESTAMP, ElementId.BLOCK_DURATION,
                    ElementId.REFERENCE_BLOCK -> Form.VALUE;
            case ElementId.SIMPLE_BLOCK, ElementId.BLOCK -> Form.BLOCK;
            default -> Form.OPAQUE;
        };
    }

    /** The element an element must be a child of. */
    static int parent(int id) {
        return switch (id) {
            case ElementId.EBML, ElementId.SEGMENT -> TOP;
            case ElementId.DOC_TYPE -> ElementId.EBML;
            case ElementId.INFO, ElementId.TRACKS, ElementId.TAGS, ElementId.CLUSTER, ElementId.SEEK_HEAD, ElementId.CUES,
                    ElementId.CHAPTERS, ElementId.ATTACHMENTS -> ElementId.SEGMENT;
            case ElementId.TIMESTAMP_SCALE -> ElementId.INFO;
            case ElementId.TRACK_ENTRY -> ElementId.TRACKS;
            case ElementId.TRACK_NUMBER, ElementId.TRACK_UID, ElementId.TRACK_TYPE, ElementId.TRACK_NAME, ElementId.DEFAULT_DURATION,
                    ElementId.CODEC_ID, ElementId.CODEC_PRIVATE, ElementId.CONTENT_ENCODINGS, ElementId.VIDEO,
                    ElementId.AUDIO -> ElementId.TRACK_ENTRY;
            case ElementId.PIXEL_WIDTH, ElementId.PIXEL_HEIGHT -> ElementId.VIDEO;
            case ElementId.SAMPLING_FREQUENCY, ElementId.CHANNELS, ElementId.BIT_DEPTH -> ElementId.AUDIO;
            case ElementId.TAG -> ElementId.TAGS;
            case ElementId.SIMPLE_TAG -> ElementId.TAG;
            case ElementId.TAG_NAME, ElementId.TAG_STRING -> ElementId.SIMPLE_TAG;
            case ElementId.TIMESTAMP, ElementId.SIMPLE_BLOCK, ElementId.BLOCK_GROUP -> ElementId.CLUSTER;
            case ElementId.BLOCK, ElementId.BLOCK_DURATION, ElementId.REFERENCE_BLOCK -> ElementId.BLOCK_GROUP;
            default -> ANYWHERE;
        };
    }

    /** Whether an element may be of unknown size: it ends where something begins that cannot be its child. */
    static boolean mayBeUnknownSized(int id) {
        return id == ElementId.SEGMENT || id == ElementId.CLUSTER;
    }

    /** Whether this element's beginning ends an open element of unknown size. */
    static boolean ends(int id, int open) {
        int parent = parent(id);
        return parent == TOP || open == ElementId.CLUSTER && parent == ElementId.SEGMENT;
    }
}
