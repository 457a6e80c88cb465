package io.millrace.video.fragment;

import io.millrace.video.ebml.EbmlException;
import io.millrace.video.ebml.ElementId;
import io.millrace.video.ebml.ElementWriter;
import io.millrace.video.ebml.MediaHead;
import java.io.ByteArrayOutputStream;

/** What producers send first, for tests. */
public final class Heads {

    private Heads() {
    }

    /** Milliseconds, and as many tracks of H.264. */
    public static MediaHead video(int tracks) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        for (int track = 1; track <= tracks; track++) {
            entries.writeBytes(ElementWriter.element(ElementId.TRACK_ENTRY, join(ElementWriter.unsigned(ElementId.TRACK_NUMBER, track),
                    ElementWriter.unsigned(ElementId.TRACK_UID, 1000 + track), ElementWriter.unsigned(ElementId.TRACK_TYPE, 1),
                    ElementWriter.text(ElementId.CODEC_ID, "V_MPEG/ISO/AVC"),
                    ElementWriter.element(ElementId.CODEC_PRIVATE, new byte[] {1, 100, 0, 31, (byte) 0xff}))));
        }
        return head(entries.toByteArray());
    }

    /** Milliseconds, and a track of 320x180 that players can be told of; no decoder would be content with it. */
    public static MediaHead playable() {
        return playable("V_MPEG4/ISO/AVC", new byte[] {1, 100, 0, 31, (byte) 0xff, (byte) 0xe1, 0, 2, 0x67, 0x64, 1, 0, 2, 0x68, (byte) 0xee});
    }

    /** The same with other codec private data; none when it is empty. */
    public static MediaHead playable(String codecId, byte[] codecPrivate) {
        byte[] configuration = codecPrivate.length == 0 ? codecPrivate : ElementWriter.element(ElementId.CODEC_PRIVATE, codecPrivate);
        return head(ElementWriter.element(ElementId.TRACK_ENTRY, join(ElementWriter.unsigned(ElementId.TRACK_NUMBER, 1),
                ElementWriter.unsigned(ElementId.TRACK_UID, 1001), ElementWriter.unsigned(ElementId.TRACK_TYPE, 1),
                ElementWriter.text(ElementId.CODEC_ID, codecId), configuration, ElementWriter.element(ElementId.VIDEO,
                join(ElementWriter.unsigned(ElementId.PIXEL_WIDTH, 320), ElementWriter.unsigned(ElementId.PIXEL_HEIGHT, 180))))));
    }

    private static MediaHead head(byte[] entries) {
        try {
            return MediaHead.of(ElementWriter.element(ElementId.EBML, ElementWriter.text(ElementId.DOC_TYPE, "matroska")),
                    ElementWriter.element(ElementId.INFO, ElementWriter.unsigned(ElementId.TIMESTAMP_SCALE, 1_000_000)),
                    ElementWriter.element(ElementId.TRACKS, entries));
        } catch (EbmlException e) {
            throw new AssertionError(e);
        }
    }

    /** Bytes one behind the other. */
    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
