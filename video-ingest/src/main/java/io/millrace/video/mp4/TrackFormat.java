package io.millrace.video.mp4;

import java.util.Optional;

/** What an initialization segment tells a player about one track. Made from a Matroska track by {@link #of}. */
public sealed interface TrackFormat {

    /** Ticks per second of a video track in MP4: milliseconds and the usual frame rates come out whole. */
    int VIDEO_TICKS_PER_SECOND = 90_000;

    /** The codec's name for playlists, e.g. {@code avc1.64001f} (RFC 6381). */
    String codecs();

    /** What the track's times are counted in. */
    int ticksPerSecond();

    /** @param width in pixels, as is {@code height}; 0 where the producer does not say */
    record Video(Codec codec, String codecs, int width, int height, byte[] configuration) implements TrackFormat {

        @Override
        public int ticksPerSecond() {
            return VIDEO_TICKS_PER_SECOND;
        }

        /** The ways of coding pictures that are played. */
        public enum Codec {
            AVC("avc1", "avcC"), HEVC("hvc1", "hvcC");

            private final String sampleEntry;
            private final String configurationBox;

            Codec(String sampleEntry, String configurationBox) {
                this.sampleEntry = sampleEntry;
                this.configurationBox = configurationBox;
            }

            String sampleEntry() {
                return sampleEntry;
            }

            String configurationBox() {
                return configurationBox;
            }
        }
    }

    /** AAC. A frame has {@code frameSamples} at {@code samplesPerSecond}, before any doubling by SBR. */
    record Audio(String codecs, int samplesPerSecond, int channels, int frameSamples, byte[] configuration) implements TrackFormat {

        @Override
        public int ticksPerSecond() {
            return samplesPerSecond;
        }
    }

    /**
     * The format of a Matroska track.
     *
     * @param codecId      e.g. {@code V_MPEG4/ISO/AVC}; the service's guide writes {@code V_MPEG/ISO/AVC}, so do some producers
     * @param codecPrivate as the producer sent it; empty when it sent none
     * @param width        of the picture in pixels, 0 when unknown; so is {@code height}
     * @throws UnplayableTrack when the track cannot be played, saying why
     */
    static TrackFormat of(String codecId, Optional<byte[]> codecPrivate, int width, int height) {
        return switch (codecId) {
            case "V_MPEG4/ISO/AVC", "V_MPEG/ISO/AVC" -> AvcConfiguration.read(present(codecId, codecPrivate), width, height);
            case "V_MPEGH/ISO/HEVC", "V_MPEG/ISO/HEVC" -> HevcConfiguration.read(present(codecId, codecPrivate), width, height);
            case "A_AAC" -> AacConfiguration.read(present(codecId, codecPrivate));
            default -> throw new UnplayableTrack(UnplayableTrack.Reason.CODEC_UNSUPPORTED, "No player is served the codec " + codecId);
        };
    }

    private static byte[] present(String codecId, Optional<byte[]> codecPrivate) {
        return codecPrivate.filter(bytes -> bytes.length > 0).orElseThrow(() -> new UnplayableTrack(
                UnplayableTrack.Reason.CODEC_PRIVATE_MISSING, "A track of " + codecId + " has no codec private data"));
    }
}
