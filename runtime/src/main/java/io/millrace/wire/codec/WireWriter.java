package io.millrace.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** Writes values one after the other. Within an object every value follows a {@link #name}. */
public abstract class WireWriter {

    protected final ReplyBytes out;

    protected WireWriter(ReplyBytes out) {
        this.out = out;
    }

    public abstract void beginObject();

    public abstract void endObject();

    public abstract void beginList();

    public abstract void endList();

    public abstract void name(WireName name);

    /** A key of a map: any text. */
    public abstract void key(String key);

    /** A text by its UTF-8 bytes. */
    public abstract void text(byte[] utf8, int offset, int length);

    /** A text that needs no escaping: printable ASCII without quotes and backslashes. */
    public abstract void plain(byte[] ascii, int offset, int length);

    /** A blob; the buffer is not moved. */
    public abstract void blob(ByteBuffer data);

    public abstract void number(long value);

    /** A finite number, whole or not. */
    public abstract void real(double value);

    public abstract void bool(boolean value);

    public abstract void timestampMillis(long epochMillis);

    public void text(String value) {
        byte[] utf8 = value.getBytes(UTF_8);
        text(utf8, 0, utf8.length);
    }

    /** A text by its UTF-8 bytes; the buffer is not moved. */
    public final void text(ByteBuffer utf8) {
        byte[] copy = new byte[utf8.remaining()];
        utf8.get(utf8.position(), copy);
        text(copy, 0, copy.length);
    }

    public final void member(WireName name, String value) {
        name(name);
        text(value);
    }

    public final void member(WireName name, long value) {
        name(name);
        number(value);
    }

    public final void member(WireName name, boolean value) {
        name(name);
        bool(value);
    }

    protected final void decimal(long value) {
        if (value < 0) {
            byte[] digits = Long.toString(value).getBytes(UTF_8);
            out.put(digits, 0, digits.length);
            return;
        }
        int count = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            count++;
        }
        int to = out.reserve(count);
        byte[] bytes = out.array();
        long rest = value;
        for (int i = to + count - 1; i >= to; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
