package io.millrace.video.ebml;

/** Ids of the elements we look into or write, length marker included (RFC 9559, section 27.1). */
public final class ElementId {

    public static final int EBML = 0x1A45DFA3;
    public static final int DOC_TYPE = 0x4282;
    public static final int VOID = 0xEC;
    public static final int CRC_32 = 0xBF;

    public static final int SEGMENT = 0x18538067;
    public static final int SEEK_HEAD = 0x114D9B74;
    public static final int CUES = 0x1C53BB6B;
    public static final int CHAPTERS = 0x1043A770;
    public static final int ATTACHMENTS = 0x1941A469;

    public static final int INFO = 0x1549A966;
    public static final int TIMESTAMP_SCALE = 0x2AD7B1;

    public static final int TRACKS = 0x1654AE6B;
    public static final int TRACK_ENTRY = 0xAE;
    public static final int TRACK_NUMBER = 0xD7;
    public static final int TRACK_UID = 0x73C5;
    public static final int TRACK_TYPE = 0x83;
    public static final int TRACK_NAME = 0x536E;
    public static final int DEFAULT_DURATION = 0x23E383;
    public static final int CODEC_ID = 0x86;
    public static final int CODEC_PRIVATE = 0x63A2;
    public static final int CONTENT_ENCODINGS = 0x6D80;
    public static final int VIDEO = 0xE0;
    public static final int PIXEL_WIDTH = 0xB0;
    public static final int PIXEL_HEIGHT = 0xBA;
    public static final int AUDIO = 0xE1;
    public static final int SAMPLING_FREQUENCY = 0xB5;
    public static final int CHANNELS = 0x9F;
    public static final int BIT_DEPTH = 0x6264;

    public static final int TAGS = 0x1254C367;
    public static final int TAG = 0x7373;
    public static final int SIMPLE_TAG = 0x67C8;
    public static final int TAG_NAME = 0x45A3;
    public static final int TAG_STRING = 0x4487;

    public static final int CLUSTER = 0x1F43B675;
    /** Of the cluster, in units of the segment's scale. */
    public static final int TIMESTAMP = 0xE7;
    public static final int SIMPLE_BLOCK = 0xA3;
    public static final int BLOCK_GROUP = 0xA0;
    public static final int BLOCK = 0xA1;
    public static final int BLOCK_DURATION = 0x9B;
    public static final int REFERENCE_BLOCK = 0xFB;

    private ElementId() {
    }
}
