package io.millrace.wire.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteOrder;
import java.util.Arrays;

/** JSON (RFC 8259). Blobs are base64 in strings, times are seconds since the epoch with a fraction. */
public final class JsonReader extends WireReader {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L, HIGHS = 0x8080808080808080L;
    private static final int NUMBER_LENGTH_MAX = 64;
    private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);
    private static final byte[] TRUE = "true".getBytes(ISO_8859_1), FALSE = "false".getBytes(ISO_8859_1), NULL = "null".getBytes(ISO_8859_1);

    /** Whether the object or list at each depth has had a member yet. */
    private final boolean[] begun = new boolean[DEPTH_MAX + 1];

    public JsonReader(byte[] body, int limit) {
        super(body, limit);
    }

    @Override
    public Kind kind() {
        return switch (peek()) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.LIST;
            case '"' -> Kind.TEXT;
            case 't', 'f' -> Kind.BOOLEAN;
            case 'n' -> Kind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> throw unexpected();
        };
    }

    @Override
    public void beginObject() {
        begin('{', "a structure");
    }

    @Override
    public void beginList() {
        begin('[', "a list");
    }

    private void begin(char open, String wanted) {
        if (peek() != open) {
            throw kind().insteadOf(wanted);
        }
        at++;
        descend();
        begun[depth()] = false;
    }

    @Override
    public boolean nextMember() {
        if (!hasNext('}')) {
            return false;
        }
        if (peek() != '"') {
            throw unexpected();
        }
        string();
        if (peek() != ':') {
            throw unexpected();
        }
        at++;
        return true;
    }

    @Override
    public boolean nextElement() {
        return hasNext(']');
    }

    private boolean hasNext(char close) {
        byte next = peek();
        if (next == close) {
            at++;
            ascend();
            return false;
        }
        if (begun[depth()]) {
            if (next != ',') {
                throw unexpected();
            }
            at++;
        }
        begun[depth()] = true;
        return true;
    }

    @Override
    public void text() {
        if (peek() != '"') {
            throw kind().insteadOf("an String");
        }
        string();
    }

    @Override
    public void blob() {
        if (peek() != '"') {
            throw kind().insteadOf("a Blob");
        }
        string();
    }

    @Override
    public BlobEncoding encoding() {
        return BlobEncoding.BASE64;
    }

    /** The common string is ASCII without escapes: eight bytes at a step until something else turns up. */
    private void string() {
        int start = ++at;
        int i = start;
        while (i + Long.BYTES <= limit && isPlain((long) LONGS.get(in, i))) {
            i += Long.BYTES;
        }
        while (i < limit && in[i] >= ' ' && in[i] != '"' && in[i] != '\\') {
            i++;
        }
        if (i < limit && in[i] == '"') {
            at = i + 1;
            offset = start;
            length = i - start;
            return;
        }
        long end = JsonText.unescape(in, i, limit);
        offset = start;
        length = JsonText.lengthAfter(end) + i - start;
        at = i + JsonText.readBy(end);
    }

    /** Whether none of the bytes is a quote, a backslash, a control or beyond ASCII. */
    private static boolean isPlain(long word) {
        long quote = word ^ ONES * '"', backslash = word ^ ONES * '\\';
        long special = (quote - ONES) & ~quote | (backslash - ONES) & ~backslash | word - ONES * ' ' | word;
        return (special & HIGHS) == 0;
    }

    @Override
    public long integer() {
        String digits = numberText("an Integer");
        try {
            return digits.length() < 19 && digits.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9')
                    ? Long.parseLong(digits)
                    : wholeNumber(new BigDecimal(digits));
        } catch (NumberFormatException notANumber) {
            throw new MalformedInput("Not a number");
        }
    }

    @Override
    public double real() {
        try {
            double value = Double.parseDouble(numberText("a Double"));
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new MalformedInput("Not a number");
        }
        throw new MalformedInput("Number out of range");
    }

    /** Fractions are cut off, as the services do; a scale that would need much memory is none they take. */
    private static long wholeNumber(BigDecimal number) {
        if (number.precision() - (long) number.scale() > 19 || number.scale() > NUMBER_LENGTH_MAX) {
            throw new MalformedInput("Number out of range");
        }
        try {
            return number.setScale(0, RoundingMode.DOWN).longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new MalformedInput("Number out of range");
        }
    }

    @Override
    public long timestampMillis() {
        try {
            return wholeNumber(new BigDecimal(numberText("a Timestamp")).multiply(MILLIS_PER_SECOND));
        } catch (NumberFormatException notANumber) {
            throw new MalformedInput("Not a number");
        }
    }

    private String numberText(String wanted) {
        if (kind() != Kind.NUMBER) {
            throw kind().insteadOf(wanted);
        }
        int start = at;
        number();
        if (at - start > NUMBER_LENGTH_MAX) {
            throw new MalformedInput("Number longer than " + NUMBER_LENGTH_MAX + " characters");
        }
        return new String(in, start, at - start, ISO_8859_1);
    }

    @Override
    protected void number() {
        peek();
        if (in[at] == '-') {
            at++;
        }
        if (at < limit && in[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < limit && in[at] == '.') {
            at++;
            digits();
        }
        if (at < limit && (in[at] == 'e' || in[at] == 'E')) {
            at++;
            if (at < limit && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        int start = at;
        while (at < limit && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw at == limit ? cutOff() : unexpected();
        }
    }

    @Override
    public boolean bool() {
        if (kind() != Kind.BOOLEAN) {
            throw kind().insteadOf("an Boolean");
        }
        boolean value = in[at] == 't';
        word(value ? TRUE : FALSE);
        return value;
    }

    @Override
    public boolean takeNull() {
        if (peek() != 'n') {
            return false;
        }
        word(NULL);
        return true;
    }

    private void word(byte[] word) {
        if (limit - at < word.length || !Arrays.equals(in, at, at + word.length, word, 0, word.length)) {
            throw unexpected();
        }
        at += word.length;
    }

    @Override
    public void end() {
        skipSpace();
        if (at < limit) {
            throw unexpected();
        }
    }

    private byte peek() {
        skipSpace();
        if (at >= limit) {
            throw cutOff();
        }
        return in[at];
    }

    private void skipSpace() {
        while (at < limit && in[at] <= ' ' && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }

    private MalformedInput unexpected() {
        return new MalformedInput("Unexpected character at byte " + at);
    }
}
