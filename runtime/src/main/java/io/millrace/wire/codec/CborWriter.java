package io.millrace.wire.codec;

import java.nio.ByteBuffer;

/** Writes CBOR with objects and lists of indefinite length, so that nothing has to be counted first. */
public final class CborWriter extends WireWriter {

    private static final int TAG_EPOCH = CborReader.TAG << 5 | 1;
    private static final int MAP_OPEN = CborReader.MAP << 5 | CborReader.INDEFINITE, LIST_OPEN = CborReader.LIST << 5 | CborReader.INDEFINITE;

    public CborWriter(ReplyBytes out) {
        super(out);
    }

    @Override
    public void beginObject() {
        out.put(MAP_OPEN);
    }

    @Override
    public void endObject() {
        out.put(CborReader.BREAK);
    }

    @Override
    public void beginList() {
        out.put(LIST_OPEN);
    }

    @Override
    public void endList() {
        out.put(CborReader.BREAK);
    }

    @Override
    public void name(WireName name) {
        out.put(name.cbor(), 0, name.cbor().length);
    }

    @Override
    public void key(String key) {
        text(key);
    }

    @Override
    public void text(byte[] utf8, int offset, int length) {
        head(out, CborReader.TEXT, length);
        out.put(utf8, offset, length);
    }

    @Override
    public void plain(byte[] ascii, int offset, int length) {
        text(ascii, offset, length);
    }

    @Override
    public void blob(ByteBuffer data) {
        head(out, CborReader.BYTES, data.remaining());
        out.put(data);
    }

    @Override
    public void number(long value) {
        if (value >= 0) {
            head(out, CborReader.UNSIGNED, value);
        } else {
            head(out, CborReader.NEGATIVE, -1 - value);
        }
    }

    @Override
    public void real(double value) {
        out.put(CborReader.SIMPLE << 5 | CborReader.DOUBLE);
        long bits = Double.doubleToLongBits(value);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.put((int) (bits >>> shift));
        }
    }

    @Override
    public void bool(boolean value) {
        out.put(CborReader.SIMPLE << 5 | (value ? CborReader.TRUE : CborReader.FALSE));
    }

    @Override
    public void timestampMillis(long epochMillis) {
        out.put(TAG_EPOCH);
        number(epochMillis);
    }

    static void head(ReplyBytes out, int major, long argument) {
        int bytes = argument < 24 ? 0 : argument <= 0xFF ? 1 : argument <= 0xFFFF ? 2 : argument <= 0xFFFFFFFFL ? 4 : 8;
        int info = bytes == 0 ? (int) argument : 24 + Integer.numberOfTrailingZeros(bytes);
        out.put(major << 5 | info);
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            out.put((int) (argument >>> shift));
        }
    }
}
