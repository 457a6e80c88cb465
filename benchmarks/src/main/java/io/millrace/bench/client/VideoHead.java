package io.millrace.bench.client;

import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import java.io.ByteArrayOutputStream;

/** What a producer of one H.264 track sends first; players are told what they need, no decoder would be content with it. */
public final class VideoHead {

    private static final int SCALE_NANOS = 1_000_000, WIDTH = 1280, HEIGHT = 720;
    /** A decoder configuration record with a sequence and a picture parameter set of two bytes each. */
    private static final byte[] CONFIGURATION = {1, 100, 0, 31, (byte) 0xff, (byte) 0xe1, 0, 2, 0x67, 0x64, 1, 0, 2, 0x68, (byte) 0xee};

    private VideoHead() {
    }

    /** An EBML header, a segment of unknown size, and one track. */
    public static byte[] playable() {
        ByteArrayOutputStream track = new ByteArrayOutputStream();
        track.writeBytes(ElementWriter.unsigned(ElementId.TRACK_NUMBER, 1));
        track.writeBytes(ElementWriter.unsigned(ElementId.TRACK_TYPE, 1));
        track.writeBytes(ElementWriter.text(ElementId.CODEC_ID, "V_MPEG4/ISO/AVC"));
        track.writeBytes(ElementWriter.element(ElementId.CODEC_PRIVATE, CONFIGURATION));
        ByteArrayOutputStream size = new ByteArrayOutputStream();
        size.writeBytes(ElementWriter.unsigned(ElementId.PIXEL_WIDTH, WIDTH));
        size.writeBytes(ElementWriter.unsigned(ElementId.PIXEL_HEIGHT, HEIGHT));
        track.writeBytes(ElementWriter.element(ElementId.VIDEO, size.toByteArray()));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(ElementWriter.element(ElementId.EBML, ElementWriter.text(ElementId.DOC_TYPE, "matroska")));
        head.writeBytes(ElementWriter.header(ElementId.SEGMENT, -1));
        head.writeBytes(ElementWriter.element(ElementId.INFO, ElementWriter.unsigned(ElementId.TIMESTAMP_SCALE, SCALE_NANOS)));
        head.writeBytes(ElementWriter.element(ElementId.TRACKS, ElementWriter.element(ElementId.TRACK_ENTRY, track.toByteArray())));
        return head.toByteArray();
    }
}
