package io.millrace.video.mp4;

/** Reads the length-prefixed parameter sets of a decoder configuration record and keeps its place. */
final class ParameterSets {

    private final byte[] bytes;
    private int at;

    ParameterSets(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.at = offset;
    }

    int u8() {
        need(1);
        return bytes[at++] & 0xff;
    }

    int u16() {
        return u8() << 8 | u8();
    }

    /** Skips one set and gives a reader of its content behind the {@code headerBytes} of its NAL unit header. */
    BitReader set(int headerBytes) {
        int length = u16();
        need(length);
        if (length <= headerBytes) {
            throw UnplayableTrack.invalid("Codec private data has an empty parameter set");
        }
        BitReader content = new BitReader(bytes, at + headerBytes, length - headerBytes, true);
        at += length;
        return content;
    }

    private void need(int count) {
        if (count > bytes.length - at) {
            throw UnplayableTrack.invalid("Codec private data ends too early");
        }
    }
}
