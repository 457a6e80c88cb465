package io.millrace.video.mp4;

/** H.265's decoder configuration record (ISO/IEC 14496-15, 8.3.3.1): checked, and asked for what the producer did not say. */
final class HevcConfiguration {

    private static final int ARRAYS_AT = 22;
    private static final int SEQUENCE_SET = 33, PICTURE_SET = 34;
    private static final int SUB_LAYERS_MAX = 8;

    private HevcConfiguration() {
    }

    static TrackFormat.Video read(byte[] record, int width, int height) {
        ParameterSets sets = new ParameterSets(record, ARRAYS_AT);
        BitReader sequence = null;
        boolean picture = false;
        for (int arrays = sets.u8(); arrays > 0; arrays--) {
            int type = sets.u8() & 0x3f;
            for (int units = sets.u16(); units > 0; units--) {
                BitReader set = sets.set(2);
                sequence = type == SEQUENCE_SET && sequence == null ? set : sequence;
                picture |= type == PICTURE_SET;
            }
        }
        // Version 0 is what muxers wrote before the record was a standard; nothing else differs.
        if (record[0] > 1 || record[0] < 0 || sequence == null || !picture) {
            throw UnplayableTrack.invalid("Codec private data of H.265 is not a decoder configuration record with its parameter sets");
        }
        PictureSize size = width > 0 && height > 0 ? new PictureSize(width, height) : size(sequence);
        return new TrackFormat.Video(TrackFormat.Video.Codec.HEVC, codecs(record), size.width(), size.height(), record);
    }

    /** ISO/IEC 14496-15, E.3: profile space and profile, compatibility bits in reverse, tier and level, constraints without trailing zeros. */
    private static String codecs(byte[] record) {
        int general = record[1] & 0xff;
        String space = general >> 6 == 0 ? "" : String.valueOf((char) ('A' + (general >> 6) - 1));
        int compatibility = (record[2] & 0xff) << 24 | (record[3] & 0xff) << 16 | (record[4] & 0xff) << 8 | record[5] & 0xff;
        StringBuilder name = new StringBuilder("hvc1.").append(space).append(general & 0x1f).append('.')
                .append(Integer.toHexString(Integer.reverse(compatibility)))
                .append('.').append((general & 0x20) == 0 ? 'L' : 'H').append(record[12] & 0xff);
        int last = 11;
        while (last >= 6 && record[last] == 0) {
            last--;
        }
        for (int i = 6; i <= last; i++) {
            name.append('.').append(Integer.toHexString(record[i] & 0xff));
        }
        return name.toString();
    }

    /** Of the sequence parameter set (ITU-T H.265, 7.3.2.2). */
    private static PictureSize size(BitReader set) {
        set.skip(4);
        int subLayers = set.bits(3);
        set.skip(1);
        skipProfiles(set, subLayers);
        set.unsigned();
        int chroma = set.unsigned();
        boolean separatePlanes = chroma == 3 && set.flag();
        PictureSize whole = new PictureSize(set.unsigned(), set.unsigned());
        int unit = separatePlanes ? 0 : chroma;
        return set.flag() ? whole.cropped(set, unit == 1 || unit == 2 ? 2 : 1, unit == 1 ? 2 : 1) : whole;
    }

    /** ITU-T H.265, 7.3.3: 96 bits of the whole, then what each sub-layer has of profile (88) and level (8). */
    private static void skipProfiles(BitReader set, int subLayers) {
        set.skip(96);
        int profiles = 0;
        int levels = 0;
        for (int i = 0; i < subLayers; i++) {
            profiles += set.flag() ? 1 : 0;
            levels += set.flag() ? 1 : 0;
        }
        if (subLayers > 0) {
            set.skip((SUB_LAYERS_MAX - subLayers) * 2);
        }
        set.skip(profiles * 88 + levels * 8);
    }
}
