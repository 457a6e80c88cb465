package io.millrace.wire.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** A member's name, ASCII without escapes, with its bytes prepared for each format. Immutable. */
public final class WireName {

    private static final int LENGTH_MAX = 255;

    private final String name;
    private final byte[] ascii;
    private final byte[] json;
    private final byte[] cbor;

    private WireName(String name) {
        if (name.isEmpty() || name.length() > LENGTH_MAX || !name.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\')) {
            throw new IllegalArgumentException("not a member's name: " + name);
        }
        this.name = name;
        ascii = name.getBytes(US_ASCII);
        json = ('"' + name + "\":").getBytes(US_ASCII);
        ReplyBytes head = new ReplyBytes(ascii.length + 2);
        CborWriter.head(head, CborReader.TEXT, ascii.length);
        head.put(ascii, 0, ascii.length);
        cbor = head.toByteArray();
    }

    public static WireName of(String name) {
        return new WireName(name);
    }

    byte[] ascii() {
        return ascii;
    }

    byte[] json() {
        return json;
    }

    byte[] cbor() {
        return cbor;
    }

    @Override
    public String toString() {
        return name;
    }
}
