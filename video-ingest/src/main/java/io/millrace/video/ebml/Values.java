package io.millrace.video.ebml;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Small values as EBML stores them, big endian. */
final class Values {

    private Values() {
    }

    static long unsigned(byte[] bytes, long offset) throws EbmlException {
        if (bytes.length > Long.BYTES || bytes.length == Long.BYTES && bytes[0] < 0) {
            throw new EbmlException("an integer is too large", offset);
        }
        return VariableInteger.withMarker(bytes, 0, bytes.length);
    }

    static double floating(byte[] bytes, long offset) throws EbmlException {
        return switch (bytes.length) {
            case 0 -> 0;
            case Float.BYTES -> ByteBuffer.wrap(bytes).getFloat();
            case Double.BYTES -> ByteBuffer.wrap(bytes).getDouble();
            default -> throw new EbmlException("a number has " + bytes.length + " bytes", offset);
        };
    }

    /** Up to the first zero byte: EBML pads with them. */
    static String text(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
