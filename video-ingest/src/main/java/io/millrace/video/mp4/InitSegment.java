package io.millrace.video.mp4;

/** The initialization segment of one track: {@code ftyp} and {@code moov} with no samples (ISO/IEC 14496-12, 8.8). */
public final class InitSegment {

    /** The only track of a segment. */
    static final int TRACK = 1;

    private static final int IN_MOVIE = 0x000003;
    private static final int SELF_CONTAINED = 0x000001;
    private static final int LANGUAGE_UNDETERMINED = 0x55c4;
    private static final int FIXED_16 = 16;

    private InitSegment() {
    }

    /** The whole segment. */
    public static byte[] of(TrackFormat format) {
        BoxWriter out = new BoxWriter();
        out.begin("ftyp").text("iso6").u32(0).text("iso6").text("cmfc").text("mp41").end();
        out.begin("moov");
        out.beginFull("mvhd", 0, 0).zeros(8).u32(format.ticksPerSecond()).u32(0).u32(0x10000).u16(0x100).zeros(10).unityMatrix()
                .zeros(24).u32(TRACK + 1L).end();
        track(out, format);
        out.begin("mvex").beginFull("trex", 0, 0).u32(TRACK).u32(1).zeros(12).end().end();
        return out.end().toBytes();
    }

    private static void track(BoxWriter out, TrackFormat format) {
        out.begin("trak");
        out.beginFull("tkhd", 0, IN_MOVIE).zeros(8).u32(TRACK).zeros(4).u32(0).zeros(8).u16(0).u16(0);
        switch (format) {
            case TrackFormat.Video video -> out.u16(0).zeros(2).unityMatrix().u32((long) video.width() << FIXED_16)
                    .u32((long) video.height() << FIXED_16);
            case TrackFormat.Audio audio -> out.u16(0x100).zeros(2).unityMatrix().zeros(8);
        }
        out.end();
        out.begin("mdia");
        out.beginFull("mdhd", 0, 0).zeros(8).u32(format.ticksPerSecond()).u32(0).u16(LANGUAGE_UNDETERMINED).u16(0).end();
        out.beginFull("hdlr", 0, 0).zeros(4).text(handler(format)).zeros(12).u8(0).end();
        media(out, format);
        out.end().end();
    }

    private static String handler(TrackFormat format) {
        return switch (format) {
            case TrackFormat.Video video -> "vide";
            case TrackFormat.Audio audio -> "soun";
        };
    }

    private static void media(BoxWriter out, TrackFormat format) {
        out.begin("minf");
        switch (format) {
            case TrackFormat.Video video -> out.beginFull("vmhd", 0, 1).zeros(8).end();
            case TrackFormat.Audio audio -> out.beginFull("smhd", 0, 0).zeros(4).end();
        }
        out.begin("dinf").beginFull("dref", 0, 0).u32(1).beginFull("url ", 0, SELF_CONTAINED).end().end().end();
        out.begin("stbl");
        out.beginFull("stsd", 0, 0).u32(1);
        switch (format) {
            case TrackFormat.Video video -> pictures(out, video);
            case TrackFormat.Audio audio -> sound(out, audio);
        }
        out.end();
        out.beginFull("stts", 0, 0).u32(0).end();
        out.beginFull("stsc", 0, 0).u32(0).end();
        out.beginFull("stsz", 0, 0).u32(0).u32(0).end();
        out.beginFull("stco", 0, 0).u32(0).end();
        out.end().end();
    }

    private static void pictures(BoxWriter out, TrackFormat.Video video) {
        out.begin(video.codec().sampleEntry()).zeros(6).u16(1).zeros(16).u16(video.width()).u16(video.height())
                .u32(0x480000).u32(0x480000).u32(0).u16(1).zeros(32).u16(0x18).u16(0xffff);
        out.begin(video.codec().configurationBox()).put(video.configuration()).end().end();
    }

    private static void sound(BoxWriter out, TrackFormat.Audio audio) {
        long frequency = audio.samplesPerSecond() > 0xffff ? 0 : (long) audio.samplesPerSecond() << FIXED_16;
        out.begin("mp4a").zeros(6).u16(1).zeros(8).u16(audio.channels()).u16(16).zeros(4).u32(frequency);
        byte[] specific = audio.configuration();
        // ISO/IEC 14496-1, 7.2.6: the elementary stream, in it the decoder, in that AAC's own words; lengths in four bytes.
        out.beginFull("esds", 0, 0);
        descriptor(out, 3, 3 + 5 + 13 + 5 + specific.length + 5 + 1).u16(0).u8(0);
        descriptor(out, 4, 13 + 5 + specific.length).u8(0x40).u8(0x15).u24(0).u32(0).u32(0);
        descriptor(out, 5, specific.length).put(specific);
        descriptor(out, 6, 1).u8(2);
        out.end().end();
    }

    private static BoxWriter descriptor(BoxWriter out, int tag, int length) {
        return out.u8(tag).u8(0x80 | length >> 21).u8(0x80 | length >> 14).u8(0x80 | length >> 7).u8(length & 0x7f);
    }
}
