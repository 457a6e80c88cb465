package io.millrace.wire.codec;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

/** RFC 8259 over a byte array; strings without escapes are slices of it. */
public final class JsonReader implements WireReader {

    private static final int NUMBER_LENGTH_MAX = 64;
    private static final long EPOCH_SECONDS_MAX = 253_402_300_799L;
    private static final byte[] NULL = {'n', 'u', 'l', 'l'}, TRUE = {'t', 'r', 'u', 'e'}, FALSE = {'f', 'a', 'l', 's', 'e'};

    private final byte[] bytes;
    private final int end;
    private int at;
    private int depth;
    private boolean first;

    public JsonReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    private MalformedBody malformed(String what) {
        return new MalformedBody(what + " at byte " + at);
    }

    private int peek() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
                return b;
            }
            at++;
        }
        return -1;
    }

    private void expect(char what) {
        if (peek() != what) {
            throw malformed("expected '" + what + "'");
        }
        at++;
    }

    private void enter(char open) {
        expect(open);
        if (++depth > DEPTH_MAX) {
            throw malformed("nested too deeply");
        }
        first = true;
    }

    private boolean leave(char close) {
        if (peek() == close) {
            at++;
            depth--;
            first = false;
            return true;
        }
        if (!first) {
            expect(',');
        }
        first = false;
        return false;
    }

    @Override
    public void beginObject() {
        enter('{');
    }

    @Override
    public String nextName() {
        if (leave('}')) {
            return null;
        }
        String name = string();
        expect(':');
        return name;
    }

    @Override
    public void beginArray() {
        enter('[');
    }

    @Override
    public boolean nextElement() {
        return !leave(']');
    }

    private boolean literal(byte[] word) {
        if (end - at >= word.length && java.util.Arrays.equals(bytes, at, at + word.length, word, 0, word.length)) {
            at += word.length;
            return true;
        }
        return false;
    }

    @Override
    public boolean nullNext() {
        return peek() == 'n' && literal(NULL);
    }

    @Override
    public boolean bool() {
        peek();
        if (literal(TRUE)) {
            return true;
        }
        if (literal(FALSE)) {
            return false;
        }
        throw malformed("expected a boolean");
    }

    @Override
    public String string() {
        return utf8().text();
    }

    @Override
    public Bytes utf8() {
        expect('"');
        int start = at;
        boolean plain = true;
        while (at < end) {
            byte b = bytes[at];
            if (b == '"') {
                Bytes result = new Bytes(bytes, start, at++ - start);
                if (!plain && !Utf8.isValid(result)) {
                    throw malformed("a string is not UTF-8");
                }
                return result;
            }
            if (b == '\\') {
                return JsonEscapes.resolve(this, start);
            }
            if (b >= 0 && b < ' ') {
                throw malformed("a control character in a string");
            }
            plain &= b >= 0;
            at++;
        }
        throw malformed("a string does not end");
    }

    @Override
    public Blob blob() {
        expect('"');
        int start = at;
        while (at < end && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        if (at < end && bytes[at] == '\\') {
            return new Blob(JsonEscapes.resolve(this, start), true);
        }
        if (at == end) {
            throw malformed("a string does not end");
        }
        return new Blob(new Bytes(bytes, start, at++ - start), true);
    }

    @Override
    public BigDecimal number() {
        peek();
        int start = at;
        while (at < end && isNumberByte(bytes[at])) {
            at++;
        }
        if (at == start || at - start > NUMBER_LENGTH_MAX || !JsonNumbers.isNumber(bytes, start, at)) {
            throw malformed("expected a number");
        }
        try {
            return new BigDecimal(new String(bytes, start, at - start, StandardCharsets.US_ASCII));
        } catch (ArithmeticException | NumberFormatException e) {
            throw malformed("a number is out of range");
        }
    }

    private static boolean isNumberByte(byte b) {
        return b >= '0' && b <= '9' || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }

    @Override
    public Instant timestamp() {
        BigDecimal seconds = number();
        if (seconds.precision() - seconds.scale() > 12 || seconds.abs().compareTo(BigDecimal.valueOf(EPOCH_SECONDS_MAX)) > 0) {
            throw malformed("a time is out of range");
        }
        try {
            return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
        } catch (DateTimeException e) {
            throw malformed("a time is out of range");
        }
    }

    @Override
    public void skip() {
        switch (peek()) {
            case '{' -> {
                beginObject();
                while (nextName() != null) {
                    skip();
                }
            }
            case '[' -> {
                beginArray();
                while (nextElement()) {
                    skip();
                }
            }
            case '"' -> utf8();
            case 't', 'f' -> bool();
            case 'n' -> {
                if (!nullNext()) {
                    throw malformed("expected null");
                }
            }
            default -> number();
        }
    }

    @Override
    public void end() {
        if (peek() != -1) {
            throw malformed("something follows the value");
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int limit() {
        return end;
    }

    void moveTo(int offset) {
        at = offset;
    }
}
