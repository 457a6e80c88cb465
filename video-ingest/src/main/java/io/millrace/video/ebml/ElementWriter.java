package io.millrace.video.ebml;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes elements: headers, texts, integers. */
public final class ElementWriter {

    private static final int SIZE_BYTES = 8;

    private ElementWriter() {
    }

    /** An element's header with a size of eight bytes; {@code size} -1 is unknown. */
    public static byte[] header(int id, long size) {
        int idBytes = 4 - Integer.numberOfLeadingZeros(id) / 8;
        byte[] header = new byte[idBytes + SIZE_BYTES];
        for (int index = 0; index < idBytes; index++) {
            header[index] = (byte) (id >>> 8 * (idBytes - 1 - index));
        }
        long withMarker = 1L << 56 | (size < 0 ? (1L << 56) - 1 : size);
        for (int index = 0; index < SIZE_BYTES; index++) {
            header[idBytes + index] = (byte) (withMarker >>> 8 * (SIZE_BYTES - 1 - index));
        }
        return header;
    }

    /** A whole element. */
    public static byte[] element(int id, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length + 12);
        bytes.writeBytes(header(id, content.length));
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    /** A whole element with a text in UTF-8. */
    public static byte[] text(int id, String text) {
        return element(id, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A whole element with an unsigned integer. */
    public static byte[] unsigned(int id, long value) {
        int length = Math.max(1, 8 - Long.numberOfLeadingZeros(value) / 8);
        byte[] content = new byte[length];
        for (int index = 0; index < length; index++) {
            content[index] = (byte) (value >>> 8 * (length - 1 - index));
        }
        return element(id, content);
    }
}
