package io.millrace.video.ebml;

import java.util.Optional;

/**
 * A track as its producer describes it.
 *
 * @param number               1 or more; what blocks name it by
 * @param kind                 what is in it
 * @param codecId              e.g. {@code V_MPEG/ISO/AVC}; empty when not given
 * @param codecPrivate         as the producer sent it, not looked into; treat as immutable
 * @param name                 empty when not given
 * @param defaultDurationNanos of a frame; 0 when not given
 * @param widthPixels          0 when not given
 * @param heightPixels         0 when not given
 * @param samplingHertz        0 when not given
 * @param channels             1 when not given
 * @param bitDepth             0 when not given
 * @param isEncoded            whether its frames are compressed or encrypted by Matroska itself, beside their codec
 */
public record Track(long number, Kind kind, String codecId, Optional<byte[]> codecPrivate, String name, long defaultDurationNanos,
        int widthPixels, int heightPixels, double samplingHertz, int channels, int bitDepth, boolean isEncoded) {

    /** What a track holds. */
    public enum Kind {
        VIDEO, AUDIO, OTHER;

        static Kind of(long trackType) {
            return trackType == 1 ? VIDEO : trackType == 2 ? AUDIO : OTHER;
        }
    }
}
