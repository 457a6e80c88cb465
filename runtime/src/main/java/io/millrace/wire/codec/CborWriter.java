package io.millrace.wire.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** CBOR as AWS writes it: containers of indefinite length, times as tag 1 with epoch milliseconds. */
public final class CborWriter implements WireWriter {

    private static final int UNSIGNED = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, TAG = 6;
    private static final int ARRAY_START = 0x9f, MAP_START = 0xbf, BREAK = 0xff, FALSE = 0xf4, TRUE = 0xf5;
    private final Output out;

    /** With room for about {@code expectedBytes}. */
    public CborWriter(int expectedBytes) {
        out = new Output(expectedBytes);
    }

    private void head(int major, long argument) {
        int type = major << 5;
        if (argument < 24) {
            out.put(type | (int) argument);
            return;
        }
        int size = argument < 1L << 8 ? 0 : argument < 1L << 16 ? 1 : argument < 1L << 32 ? 2 : 3;
        out.put(type | 24 + size);
        for (int shift = (8 << size) - 8; shift >= 0; shift -= 8) {
            out.put((int) (argument >>> shift));
        }
    }

    private CborWriter plain(int value) {
        out.put(value);
        return this;
    }

    @Override
    public WireWriter beginObject() {
        return plain(MAP_START);
    }

    @Override
    public WireWriter endObject() {
        return plain(BREAK);
    }

    @Override
    public WireWriter beginArray() {
        return plain(ARRAY_START);
    }

    @Override
    public WireWriter endArray() {
        return plain(BREAK);
    }

    @Override
    public WireWriter name(String name) {
        return string(name);
    }

    @Override
    public WireWriter string(String value) {
        return utf8(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public WireWriter utf8(ByteBuffer value) {
        head(TEXT, value.remaining());
        out.put(value);
        return this;
    }

    @Override
    public WireWriter number(long value) {
        if (value >= 0) {
            head(UNSIGNED, value);
        } else {
            head(NEGATIVE, -1 - value);
        }
        return this;
    }

    @Override
    public WireWriter bool(boolean value) {
        return plain(value ? TRUE : FALSE);
    }

    @Override
    public WireWriter blob(ByteBuffer value) {
        head(BYTES, value.remaining());
        out.put(value);
        return this;
    }

    @Override
    public WireWriter timestamp(long epochMillis) {
        head(TAG, 1);
        return number(epochMillis);
    }

    @Override
    public Bytes written() {
        return out.written();
    }
}
