package io.millrace.video.ebml;

import java.util.Optional;

/** Collects the members of one TrackEntry. */
final class TrackBuilder {

    private long number;
    private Track.Kind kind = Track.Kind.OTHER;
    private String codecId = "";
    private Optional<byte[]> codecPrivate = Optional.empty();
    private String name = "";
    private long defaultDurationNanos;
    private int widthPixels;
    private int heightPixels;
    private double samplingHertz;
    private int channels = 1;
    private int bitDepth;
    private boolean isEncoded;

    void take(int id, byte[] bytes, long offset) throws EbmlException {
        switch (id) {
            case ElementId.TRACK_NUMBER -> number = Values.unsigned(bytes, offset);
            case ElementId.TRACK_TYPE -> kind = Track.Kind.of(Values.unsigned(bytes, offset));
            case ElementId.TRACK_NAME -> name = Values.text(bytes);
            case ElementId.CODEC_ID -> codecId = Values.text(bytes);
            case ElementId.CODEC_PRIVATE -> codecPrivate = Optional.of(bytes);
            case ElementId.CONTENT_ENCODINGS -> isEncoded = true;
            case ElementId.DEFAULT_DURATION -> defaultDurationNanos = Values.unsigned(bytes, offset);
            case ElementId.PIXEL_WIDTH -> widthPixels = small(bytes, offset);
            case ElementId.PIXEL_HEIGHT -> heightPixels = small(bytes, offset);
            case ElementId.SAMPLING_FREQUENCY -> samplingHertz = Values.floating(bytes, offset);
            case ElementId.CHANNELS -> channels = small(bytes, offset);
            case ElementId.BIT_DEPTH -> bitDepth = small(bytes, offset);
            default -> { }
        }
    }

    private static int small(byte[] bytes, long offset) throws EbmlException {
        long value = Values.unsigned(bytes, offset);
        if (value > Integer.MAX_VALUE) {
            throw new EbmlException("a number is too large", offset);
        }
        return (int) value;
    }

    Track build(long offset) throws EbmlException {
        if (number < 1) {
            throw new EbmlException("a track has no number", offset);
        }
        return new Track(number, kind, codecId, codecPrivate, name, defaultDurationNanos, widthPixels, heightPixels, samplingHertz,
                channels, bitDepth, isEncoded);
    }
}
