package io.millrace.wire.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Base64;

/** Writes compact JSON; texts stay UTF-8, only what must be is escaped. */
public final class JsonWriter extends WireWriter {

    private static final byte[] TRUE = "true".getBytes(US_ASCII), FALSE = "false".getBytes(US_ASCII), HEX = "0123456789abcdef".getBytes(US_ASCII);

    /** Whether a comma must precede the next name or element. */
    private boolean comma;

    public JsonWriter(ReplyBytes out) {
        super(out);
    }

    @Override
    public void beginObject() {
        begin('{');
    }

    @Override
    public void endObject() {
        end('}');
    }

    @Override
    public void beginList() {
        begin('[');
    }

    @Override
    public void endList() {
        end(']');
    }

    private void begin(char open) {
        separate();
        out.put(open);
        comma = false;
    }

    private void end(char close) {
        out.put(close);
        comma = true;
    }

    private void separate() {
        if (comma) {
            out.put(',');
        }
        comma = true;
    }

    @Override
    public void name(WireName name) {
        separate();
        out.put(name.json(), 0, name.json().length);
        comma = false;
    }

    @Override
    public void key(String key) {
        text(key);
        out.put(':');
        comma = false;
    }

    @Override
    public void text(byte[] utf8, int offset, int length) {
        separate();
        out.put('"');
        int from = offset, end = offset + length;
        for (int i = offset; i < end; i++) {
            byte c = utf8[i];
            if (c == '"' || c == '\\' || c >= 0 && c < ' ') {
                out.put(utf8, from, i - from);
                escape(c);
                from = i + 1;
            }
        }
        out.put(utf8, from, end - from);
        out.put('"');
    }

    private void escape(byte c) {
        out.put('\\');
        if (c == '"' || c == '\\') {
            out.put(c);
        } else {
            out.put('u');
            out.put('0');
            out.put('0');
            out.put(HEX[c >> 4]);
            out.put(HEX[c & 0xF]);
        }
    }

    @Override
    public void plain(byte[] ascii, int offset, int length) {
        separate();
        out.put('"');
        out.put(ascii, offset, length);
        out.put('"');
    }

    @Override
    public void blob(ByteBuffer data) {
        separate();
        out.put('"');
        ByteBuffer encoded = Base64.getEncoder().encode(data.duplicate());
        out.put(encoded);
        out.put('"');
    }

    @Override
    public void number(long value) {
        separate();
        decimal(value);
    }

    @Override
    public void real(double value) {
        separate();
        byte[] digits = Double.toString(value).getBytes(US_ASCII);
        out.put(digits, 0, digits.length);
    }

    @Override
    public void bool(boolean value) {
        separate();
        byte[] word = value ? TRUE : FALSE;
        out.put(word, 0, word.length);
    }

    /** Seconds with three decimals. */
    @Override
    public void timestampMillis(long epochMillis) {
        number(Math.floorDiv(epochMillis, 1000));
        int millis = Math.floorMod(epochMillis, 1000);
        out.put('.');
        out.put('0' + millis / 100);
        out.put('0' + millis / 10 % 10);
        out.put('0' + millis % 10);
    }
}
