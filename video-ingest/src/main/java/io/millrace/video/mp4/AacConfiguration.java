package io.millrace.video.mp4;

import java.util.List;

/** AAC's AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). */
final class AacConfiguration {

    private static final List<Integer> FREQUENCIES =
            List.of(96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350);
    private static final List<Integer> CHANNELS = List.of(2, 1, 2, 3, 4, 5, 6, 8);
    private static final int ESCAPE = 31, FREQUENCY_ESCAPE = 15, SPECTRAL_BAND = 5, PARAMETRIC_STEREO = 29;
    private static final int FREQUENCY_MAX = 192_000;

    private AacConfiguration() {
    }

    static TrackFormat.Audio read(byte[] configuration) {
        BitReader bits = new BitReader(configuration, 0, configuration.length, false);
        int named = objectType(bits);
        int frequency = frequency(bits);
        int channels = bits.bits(4);
        if (named == SPECTRAL_BAND || named == PARAMETRIC_STEREO) {
            frequency(bits);
            objectType(bits);
        }
        boolean shortFrames = bits.flag();
        if (named == 0 || channels >= CHANNELS.size()) {
            throw UnplayableTrack.invalid("Codec private data of AAC names object type " + named + " and channel configuration " + channels);
        }
        return new TrackFormat.Audio("mp4a.40." + named, frequency, CHANNELS.get(channels), shortFrames ? 960 : 1024, configuration);
    }

    private static int objectType(BitReader bits) {
        int type = bits.bits(5);
        return type == ESCAPE ? 32 + bits.bits(6) : type;
    }

    private static int frequency(BitReader bits) {
        int index = bits.bits(4);
        int frequency = index == FREQUENCY_ESCAPE ? bits.bits(24) : index < FREQUENCIES.size() ? FREQUENCIES.get(index) : 0;
        if (frequency < 1 || frequency > FREQUENCY_MAX) {
            throw UnplayableTrack.invalid("Codec private data of AAC names a sampling frequency of " + frequency);
        }
        return frequency;
    }
}
