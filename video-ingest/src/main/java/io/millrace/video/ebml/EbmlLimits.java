package io.millrace.video.ebml;

/**
 * What a parser holds and follows at most.
 *
 * @param valueBytesMax of one small value, e.g. the codec private data
 * @param depthMax      of elements within elements
 */
public record EbmlLimits(int valueBytesMax, int depthMax) {

    public EbmlLimits {
        if (valueBytesMax < 1 || depthMax < 1) {
            throw new IllegalArgumentException("limits are not positive: " + valueBytesMax + ", " + depthMax);
        }
    }

    public static EbmlLimits defaults() {
        return new EbmlLimits(256 * 1024, 8);
    }
}
