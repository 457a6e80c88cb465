package io.millrace.access.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The distinguished encoding of ASN.1 (X.690), as far as a certificate of our own needs it. */
final class Der {

    private static final int BOOLEAN = 0x01, INTEGER = 0x02, BIT_STRING = 0x03, OCTET_STRING = 0x04, OBJECT_IDENTIFIER = 0x06, UTF8_STRING = 0x0C,
            GENERALIZED_TIME = 0x18, UTC_TIME = 0x17, SEQUENCE = 0x30, SET = 0x31, CONTEXT = 0x80, CONSTRUCTED = 0x20;
    private static final DateTimeFormatter UTC_FORM = DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'").withZone(ZoneOffset.UTC),
            GENERALIZED_FORM = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Instant UTC_TIME_END = Instant.parse("2050-01-01T00:00:00Z");
    private static final int SHORT_LENGTH_MAX = 0x7F, SEVEN_BITS = 7;

    private Der() {
    }

    static byte[] sequence(byte[]... parts) {
        return element(SEQUENCE, parts);
    }

    static byte[] set(byte[]... parts) {
        return element(SET, parts);
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    /** Only true is ever written: false is the default where it may stand. */
    static byte[] yes() {
        return element(BOOLEAN, new byte[] {(byte) 0xFF});
    }

    static byte[] text(String value) {
        return element(UTF8_STRING, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] octets(byte[] value) {
        return element(OCTET_STRING, value);
    }

    /** @param unusedBits of the last byte */
    static byte[] bits(int unusedBits, byte[] value) {
        return element(BIT_STRING, new byte[] {(byte) unusedBits}, value);
    }

    /** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
    static byte[] time(Instant value) {
        return value.isBefore(UTC_TIME_END) ? element(UTC_TIME, UTC_FORM.format(value).getBytes(StandardCharsets.US_ASCII))
                : element(GENERALIZED_TIME, GENERALIZED_FORM.format(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** An object identifier of two numbers or more, with dots between. */
    static byte[] identifier(String dotted) {
        String[] numbers = dotted.split("\\.");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(Integer.parseInt(numbers[0]) * 40 + Integer.parseInt(numbers[1]));
        for (int i = 2; i < numbers.length; i++) {
            int number = Integer.parseInt(numbers[i]);
            for (int shift = 28; shift > 0; shift -= SEVEN_BITS) {
                if (number >>> shift != 0) {
                    content.write(number >>> shift & SHORT_LENGTH_MAX | CONTEXT);
                }
            }
            content.write(number & SHORT_LENGTH_MAX);
        }
        return element(OBJECT_IDENTIFIER, content.toByteArray());
    }

    /** A whole element behind a context tag of its own. */
    static byte[] tagged(int tag, byte[] element) {
        return element(CONTEXT | CONSTRUCTED | tag, element);
    }

    /** A content whose type its context tag tells. */
    static byte[] implicit(int tag, byte[] content) {
        return element(CONTEXT | tag, content);
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length <= SHORT_LENGTH_MAX) {
            out.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
            out.write(CONTEXT | bytes);
            for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
                out.write(length >>> shift);
            }
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
