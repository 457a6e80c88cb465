package io.millrace.access;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Percent-encoding as signatures have it: all but letters, digits and {@code -._~}, in capital hexadecimal. */
final class PercentCode {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int ESCAPE_LENGTH = 3;

    private PercentCode() {
    }

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length + 16);
        for (byte each : bytes) {
            if (isUnreserved(each)) {
                text.append((char) each);
            } else {
                HEX.toHexDigits(text.append('%'), each);
            }
        }
        return text.toString();
    }

    static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes an encoded text stands for; empty when a percent sign is not followed by two hexadecimal digits. */
    static Optional<byte[]> decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        byte[] given = encoded.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < given.length; i++) {
            if (given[i] != '%') {
                bytes.write(given[i]);
            } else if (i + ESCAPE_LENGTH <= given.length && HexFormat.isHexDigit(given[i + 1]) && HexFormat.isHexDigit(given[i + 2])) {
                bytes.write(HexFormat.fromHexDigit(given[i + 1]) << 4 | HexFormat.fromHexDigit(given[i + 2]));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.toByteArray());
    }

    private static boolean isUnreserved(byte each) {
        return each >= 'A' && each <= 'Z' || each >= 'a' && each <= 'z' || each >= '0' && each <= '9'
                || each == '-' || each == '.' || each == '_' || each == '~';
    }
}
