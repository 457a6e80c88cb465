package io.millrace.wire.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** JSON 1.1 as AWS writes it: blobs in base64, times as epoch seconds with a fraction. */
public final class JsonWriter implements WireWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private final Output out;
    private boolean separate;

    /** With room for about {@code expectedBytes}. */
    public JsonWriter(int expectedBytes) {
        out = new Output(expectedBytes);
    }

    private void value() {
        if (separate) {
            out.put(',');
        }
        separate = true;
    }

    private JsonWriter open(char what) {
        value();
        out.put(what);
        separate = false;
        return this;
    }

    private JsonWriter close(char what) {
        out.put(what);
        separate = true;
        return this;
    }

    @Override
    public WireWriter beginObject() {
        return open('{');
    }

    @Override
    public WireWriter endObject() {
        return close('}');
    }

    @Override
    public WireWriter beginArray() {
        return open('[');
    }

    @Override
    public WireWriter endArray() {
        return close(']');
    }

    @Override
    public WireWriter name(String name) {
        string(name);
        out.put(':');
        separate = false;
        return this;
    }

    @Override
    public WireWriter string(String value) {
        value();
        if (isPlain(value)) {
            out.put('"');
            out.ascii(value);
            out.put('"');
        } else {
            quoted(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
        }
        return this;
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    @Override
    public WireWriter utf8(ByteBuffer value) {
        value();
        quoted(value);
        return this;
    }

    private void quoted(ByteBuffer utf8) {
        out.put('"');
        for (int i = utf8.position(); i < utf8.limit(); i++) {
            byte b = utf8.get(i);
            if (b == '"' || b == '\\') {
                out.put('\\');
                out.put(b);
            } else if (b >= 0 && b < ' ') {
                out.ascii("\\u00");
                out.put(HEX[b >> 4]);
                out.put(HEX[b & 15]);
            } else {
                out.put(b);
            }
        }
        out.put('"');
    }

    @Override
    public WireWriter number(long value) {
        value();
        out.ascii(Long.toString(value));
        return this;
    }

    @Override
    public WireWriter bool(boolean value) {
        value();
        out.ascii(Boolean.toString(value));
        return this;
    }

    @Override
    public WireWriter blob(ByteBuffer value) {
        value();
        out.put('"');
        out.put(Base64.getEncoder().encode(value.duplicate()));
        out.put('"');
        return this;
    }

    @Override
    public WireWriter timestamp(long epochMillis) {
        value();
        String fraction = Long.toString(1000 + Math.floorMod(epochMillis, 1000)).substring(1);
        out.ascii(Math.floorDiv(epochMillis, 1000L) + "." + fraction);
        return this;
    }

    @Override
    public Bytes written() {
        return out.written();
    }
}
