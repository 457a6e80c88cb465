package io.millrace.video.mp4;

import java.util.Set;

/** H.264's decoder configuration record (ISO/IEC 14496-15, 5.3.3.1): checked, and asked for what the producer did not say. */
final class AvcConfiguration {

    private static final int SETS_AT = 5;
    /** Profiles whose sequence parameter set tells the chroma format (ISO/IEC 14496-10, 7.3.2.1.1). */
    private static final Set<Integer> PROFILES_WITH_CHROMA = Set.of(100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135);
    private static final int LIST_SMALL = 16, LIST_LARGE = 64, SMALL_LISTS = 6;

    private AvcConfiguration() {
    }

    static TrackFormat.Video read(byte[] record, int width, int height) {
        ParameterSets sets = new ParameterSets(record, SETS_AT);
        int sequenceSets = sets.u8() & 0x1f;
        if (record[0] != 1 || sequenceSets == 0) {
            throw UnplayableTrack.invalid("Codec private data of H.264 is not a decoder configuration record");
        }
        BitReader first = sets.set(1);
        for (int i = 1; i < sequenceSets; i++) {
            sets.set(1);
        }
        int pictureSets = sets.u8();
        if (pictureSets == 0) {
            throw UnplayableTrack.invalid("Codec private data of H.264 has no picture parameter set");
        }
        for (int i = 0; i < pictureSets; i++) {
            sets.set(1);
        }
        String codecs = "avc1.%02x%02x%02x".formatted(record[1], record[2], record[3]);
        PictureSize size = width > 0 && height > 0 ? new PictureSize(width, height) : size(first);
        return new TrackFormat.Video(TrackFormat.Video.Codec.AVC, codecs, size.width(), size.height(), record);
    }

    /** Of the sequence parameter set (ISO/IEC 14496-10, 7.3.2.1.1). */
    private static PictureSize size(BitReader set) {
        int profile = set.bits(Byte.SIZE);
        set.skip(16).unsigned();
        int chroma = PROFILES_WITH_CHROMA.contains(profile) ? chroma(set) : 1;
        set.unsigned();
        int orderType = set.unsigned();
        if (orderType == 0) {
            set.unsigned();
        } else if (orderType == 1) {
            set.skip(1);
            set.signed();
            set.signed();
            for (int left = Math.min(255, set.unsigned()); left > 0; left--) {
                set.signed();
            }
        }
        set.unsigned();
        set.skip(1);
        int widthBlocks = set.unsigned() + 1;
        int heightUnits = set.unsigned() + 1;
        int fieldFactor = set.flag() ? 1 : 2;
        if (fieldFactor == 2) {
            set.skip(1);
        }
        set.skip(1);
        PictureSize whole = new PictureSize(widthBlocks * 16, heightUnits * 16 * fieldFactor);
        return set.flag() ? whole.cropped(set, chroma == 1 || chroma == 2 ? 2 : 1, (chroma == 1 ? 2 : 1) * fieldFactor) : whole;
    }

    private static int chroma(BitReader set) {
        int chroma = set.unsigned();
        boolean separatePlanes = chroma == 3 && set.flag();
        set.unsigned();
        set.unsigned();
        set.skip(1);
        if (set.flag()) {
            int lists = chroma == 3 ? 12 : 8;
            for (int i = 0; i < lists; i++) {
                if (set.flag()) {
                    skipList(set, i < SMALL_LISTS ? LIST_SMALL : LIST_LARGE);
                }
            }
        }
        return separatePlanes ? 0 : chroma;
    }

    /** ISO/IEC 14496-10, 7.3.2.1.1.1. */
    private static void skipList(BitReader set, int size) {
        int next = 8;
        int last = 8;
        for (int i = 0; i < size && next != 0; i++) {
            next = last + set.signed() & 0xff;
            last = next == 0 ? last : next;
        }
    }
}
