package io.millrace.video.mp4;

/**
 * One fragment of a track as a media segment: {@code moof}, then {@code mdat}, whose content, the frames one after the other, the caller
 * writes behind what this gives. Times are 64-bit and offsets signed (versions 1 of {@code tfdt} and {@code trun}).
 */
public final class MediaSegment {

    private static final int BASE_IS_MOOF = 0x020000;
    private static final int RUN_TELLS_ALL = 0x000f01;
    private static final long SYNC_SAMPLE = 0x02000000L, OTHER_SAMPLE = 0x01010000L;
    private static final int MDAT_HEAD_BYTES = 8;

    private MediaSegment() {
    }

    /**
     * Everything before the first frame's bytes.
     *
     * @param sequence  which segment it is, from 1
     * @param keyFrames whether playing may start with the frame
     */
    public static byte[] head(long sequence, Timeline times, int[] lengths, boolean[] keyFrames) {
        if (lengths.length != times.frames() || keyFrames.length != times.frames()) {
            throw new IllegalArgumentException(times.frames() + " times of " + lengths.length + " frames");
        }
        BoxWriter out = new BoxWriter();
        out.begin("styp").text("msdh").u32(0).text("msdh").text("cmfc").end();
        int moof = out.length();
        out.begin("moof");
        out.beginFull("mfhd", 0, 0).u32(sequence).end();
        out.begin("traf");
        out.beginFull("tfhd", 0, BASE_IS_MOOF).u32(InitSegment.TRACK).end();
        out.beginFull("tfdt", 1, 0).u64(times.start()).end();
        out.beginFull("trun", 1, RUN_TELLS_ALL).u32(lengths.length);
        int dataOffset = out.length();
        out.u32(0);
        long content = 0;
        for (int i = 0; i < lengths.length; i++) {
            out.u32(times.duration(i)).u32(lengths[i]).u32(keyFrames[i] ? SYNC_SAMPLE : OTHER_SAMPLE).u32(times.offset(i));
            content += lengths[i];
        }
        out.end().end().end();
        out.patch(dataOffset, out.length() - moof + MDAT_HEAD_BYTES);
        return out.u32(Math.addExact(MDAT_HEAD_BYTES, Math.toIntExact(content))).text("mdat").toBytes();
    }
}
