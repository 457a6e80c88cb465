package io.millrace.functions.worker;

/** The last bytes of what is written to it. One thread. */
final class Tail {

    private final byte[] ring;
    private long written;

    Tail(int bytesMax) {
        ring = new byte[bytesMax];
    }

    void write(byte[] source, int offset, int length) {
        int skip = Math.max(0, length - ring.length);
        for (int i = offset + skip; i < offset + length; i++) {
            ring[(int) ((written + i - offset) % ring.length)] = source[i];
        }
        written += length;
    }

    void clear() {
        written = 0;
    }

    byte[] bytes() {
        int length = (int) Math.min(written, ring.length);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((written - length + i) % ring.length)];
        }
        return bytes;
    }
}
