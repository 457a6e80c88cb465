package io.millrace.video.mp4;

/** Of a picture, in pixels. */
record PictureSize(int width, int height) {

    private static final int PIXELS_MAX = 65_535;

    PictureSize {
        if (width < 1 || height < 1 || width > PIXELS_MAX || height > PIXELS_MAX) {
            throw UnplayableTrack.invalid("Codec private data tells of pictures of " + width + " x " + height);
        }
    }

    /** What is left when the four numbers the set has next (left, right, top, bottom) are taken off, each in such units. */
    PictureSize cropped(BitReader set, int unitWide, int unitHigh) {
        int wide = Math.addExact(Math.min(PIXELS_MAX, set.unsigned()), Math.min(PIXELS_MAX, set.unsigned()));
        int high = Math.addExact(Math.min(PIXELS_MAX, set.unsigned()), Math.min(PIXELS_MAX, set.unsigned()));
        return new PictureSize(width - wide * unitWide, height - high * unitHigh);
    }
}
