package io.millrace.video.mp4;

/**
 * Bits of codec private data. Emulation prevention is undone where the codec has it: a 3 behind two zero bytes is not content (ISO/IEC 14496-10,
 * 7.4.1). Reading behind the end is {@link UnplayableTrack}.
 */
final class BitReader {

    private static final int EXP_GOLOMB_ZEROS_MAX = 31;

    private final byte[] bytes;
    private final int end;
    private final boolean emulationPrevented;
    private int at;
    private int zeros;
    private int bitsLeft;
    private int current;

    BitReader(byte[] bytes, int offset, int length, boolean emulationPrevented) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
        this.emulationPrevented = emulationPrevented;
    }

    boolean flag() {
        return bit() != 0;
    }

    /** @param count up to 31 */
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    BitReader skip(int count) {
        for (int i = 0; i < count; i++) {
            bit();
        }
        return this;
    }

    /** An unsigned Exp-Golomb number. */
    int unsigned() {
        int leading = 0;
        while (bit() == 0) {
            if (++leading > EXP_GOLOMB_ZEROS_MAX) {
                throw UnplayableTrack.invalid("Codec private data has a number that cannot be");
            }
        }
        long value = (1L << leading) - 1 + (leading == 0 ? 0 : bits(leading) & 0xffffffffL);
        return (int) Math.min(Integer.MAX_VALUE, value);
    }

    /** A signed Exp-Golomb number. */
    int signed() {
        int value = unsigned();
        return (value & 1) == 0 ? -(value >> 1) : (value >> 1) + 1;
    }

    private int bit() {
        if (bitsLeft == 0) {
            current = nextByte();
            bitsLeft = Byte.SIZE;
        }
        return current >> --bitsLeft & 1;
    }

    private int nextByte() {
        if (emulationPrevented && zeros >= 2 && at < end && bytes[at] == 3) {
            at++;
            zeros = 0;
        }
        if (at >= end) {
            throw UnplayableTrack.invalid("Codec private data ends too early");
        }
        int value = bytes[at++] & 0xff;
        zeros = value == 0 ? zeros + 1 : 0;
        return value;
    }
}
