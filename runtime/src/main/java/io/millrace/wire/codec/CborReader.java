package io.millrace.wire.codec;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;

/** RFC 8949 over a byte array, definite and indefinite lengths; the part of it that AWS's CBOR protocol uses. */
public final class CborReader implements WireReader {

    private static final int UNSIGNED = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, ARRAY = 4, MAP = 5, TAG = 6, SIMPLE = 7;
    private static final int INDEFINITE = 31, BREAK = 0xff, NULL = 0xf6, UNDEFINED = 0xf7, FALSE = 0xf4, TRUE = 0xf5;
    private static final long EPOCH_MILLIS_MAX = 253_402_300_799_999L, TAG_EPOCH = 1;

    private final byte[] bytes;
    private final int end;
    private int at;
    /** How many items the open containers still have, -1 for indefinite; maps count pairs. */
    private final long[] left = new long[DEPTH_MAX + 1];
    private int depth;

    public CborReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    private MalformedBody malformed(String what) {
        return new MalformedBody(what + " at byte " + at);
    }

    private int peek() {
        if (at >= end) {
            throw malformed("the body ends");
        }
        return bytes[at] & 0xff;
    }

    private int major() {
        return peek() >>> 5;
    }

    /** The argument of the item's head, -1 for an indefinite length. */
    private long head(int expectedMajor) {
        int initial = peek();
        if (initial >>> 5 != expectedMajor) {
            throw malformed("a value is of another type");
        }
        at++;
        int info = initial & 31;
        if (info < 24) {
            return info;
        }
        if (info == INDEFINITE) {
            return -1;
        }
        int size = switch (info) {
            case 24 -> 1;
            case 25 -> 2;
            case 26 -> 4;
            case 27 -> 8;
            default -> throw malformed("a reserved length");
        };
        if (end - at < size) {
            throw malformed("the body ends");
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | (bytes[at++] & 0xff);
        }
        if (value < 0 && expectedMajor != SIMPLE) {
            throw malformed("a length or number is out of range");
        }
        return value;
    }

    private void enter(int type) {
        long count = head(type);
        if (++depth > DEPTH_MAX) {
            throw malformed("nested too deeply");
        }
        left[depth] = count;
    }

    private boolean leave() {
        if (left[depth] == 0) {
            depth--;
            return true;
        }
        if (left[depth] > 0) {
            left[depth]--;
            return false;
        }
        if (peek() == BREAK) {
            at++;
            depth--;
            return true;
        }
        return false;
    }

    @Override
    public void beginObject() {
        enter(MAP);
    }

    @Override
    public String nextName() {
        return leave() ? null : string();
    }

    @Override
    public void beginArray() {
        enter(ARRAY);
    }

    @Override
    public boolean nextElement() {
        return !leave();
    }

    @Override
    public boolean nullNext() {
        if (peek() == NULL || peek() == UNDEFINED) {
            at++;
            return true;
        }
        return false;
    }

    @Override
    public boolean bool() {
        int value = peek();
        if (value != TRUE && value != FALSE) {
            throw malformed("expected a boolean");
        }
        at++;
        return value == TRUE;
    }

    @Override
    public String string() {
        return utf8().text();
    }

    @Override
    public Bytes utf8() {
        Bytes text = run(TEXT);
        if (!Utf8.isValid(text)) {
            throw malformed("a string is not UTF-8");
        }
        return text;
    }

    @Override
    public Blob blob() {
        return new Blob(run(BYTES), false);
    }

    private Bytes run(int type) {
        long length = head(type);
        if (length >= 0) {
            return definite(length);
        }
        byte[] joined = new byte[0];
        while (peek() != BREAK) {
            long chunk = head(type);
            if (chunk < 0) {
                throw malformed("a chunk of indefinite length");
            }
            Bytes part = definite(chunk);
            int before = joined.length;
            joined = Arrays.copyOf(joined, before + part.length());
            System.arraycopy(part.array(), part.offset(), joined, before, part.length());
        }
        at++;
        return new Bytes(joined, 0, joined.length);
    }

    private Bytes definite(long length) {
        if (length > end - at) {
            throw malformed("the body ends");
        }
        Bytes run = new Bytes(bytes, at, (int) length);
        at += (int) length;
        return run;
    }

    @Override
    public BigDecimal number() {
        return switch (major()) {
            case UNSIGNED -> BigDecimal.valueOf(argument(UNSIGNED));
            case NEGATIVE -> BigDecimal.valueOf(-1 - argument(NEGATIVE));
            case SIMPLE -> floating();
            case TEXT, BYTES, ARRAY, MAP, TAG -> throw malformed("expected a number");
            default -> throw new IllegalStateException();
        };
    }

    private long argument(int type) {
        long value = head(type);
        if (value < 0) {
            throw malformed("expected a number");
        }
        return value;
    }

    private BigDecimal floating() {
        int info = peek() & 31;
        long raw = head(SIMPLE);
        double value = switch (info) {
            case 25 -> Float.float16ToFloat((short) raw);
            case 26 -> Float.intBitsToFloat((int) raw);
            case 27 -> Double.longBitsToDouble(raw);
            default -> throw malformed("expected a number");
        };
        if (!Double.isFinite(value)) {
            throw malformed("a number is not finite");
        }
        return new BigDecimal(value);
    }

    @Override
    public Instant timestamp() {
        if (major() == TAG && head(TAG) != TAG_EPOCH) {
            throw malformed("expected a time");
        }
        BigDecimal millis = number();
        if (millis.abs().compareTo(BigDecimal.valueOf(EPOCH_MILLIS_MAX)) > 0) {
            throw malformed("a time is out of range");
        }
        return Instant.ofEpochMilli(millis.longValue());
    }

    @Override
    public void skip() {
        switch (major()) {
            case UNSIGNED, NEGATIVE -> argument(major());
            case BYTES, TEXT -> run(major());
            case ARRAY -> {
                beginArray();
                while (nextElement()) {
                    skip();
                }
            }
            case MAP -> {
                beginObject();
                while (!leave()) {
                    skip();
                    skip();
                }
            }
            case TAG -> skipTagged();
            default -> {
                if (head(SIMPLE) == -1 && (bytes[at - 1] & 31) == INDEFINITE) {
                    throw malformed("a break where a value should be");
                }
            }
        }
    }

    private void skipTagged() {
        int tags = 0;
        while (major() == TAG) {
            if (head(TAG) < 0 || ++tags > DEPTH_MAX) {
                throw malformed("tags without a value");
            }
        }
        skip();
    }

    @Override
    public void end() {
        if (at != end) {
            throw malformed("something follows the value");
        }
    }
}
