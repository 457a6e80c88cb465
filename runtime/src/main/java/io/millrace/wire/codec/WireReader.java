package io.millrace.wire.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Pulls values out of a body in the order they stand there. Each value is taken by exactly one call. After {@link #text},
 * {@link #blob} and {@link #nextMember} a slice of {@link #array} holds what was read.
 */
public abstract class WireReader {

    /** Objects and lists within one another. */
    public static final int DEPTH_MAX = 32;

    /** What a value is. */
    public enum Kind {
        OBJECT("Start of structure or map found where not expected."), LIST("Start of list found where not expected"),
        TEXT("class java.lang.String"), BLOB("class java.nio.ByteBuffer"), NUMBER("class java.math.BigDecimal"),
        BOOLEAN("class java.lang.Boolean"), NULL("null");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** The complaint that such a value stands where another is wanted, as the services word it. */
        MalformedInput insteadOf(String wanted) {
            return new MalformedInput(this == OBJECT || this == LIST ? words : words + " can not be converted to " + wanted);
        }
    }

    protected final byte[] in;
    protected final int limit;
    protected int at;
    protected int offset;
    protected int length;
    private int depth;

    /** Reads {@code body} from 0 to {@code limit}; the bytes may be changed. */
    protected WireReader(byte[] body, int limit) {
        this.in = body;
        this.limit = limit;
    }

    /** Where slices lie: the body itself. */
    public final byte[] array() {
        return in;
    }

    /** Where the last slice begins. */
    public final int offset() {
        return offset;
    }

    /** The last slice's length in bytes; of a blob, as it is encoded. */
    public final int length() {
        return length;
    }

    /** The last slice as text. */
    public final String sliceText() {
        return new String(in, offset, length, UTF_8);
    }

    /** What the next value is. */
    public abstract Kind kind();

    public abstract void beginObject();

    /** Goes to the object's next member, whose name is then the slice; false, once, at the object's end. */
    public abstract boolean nextMember();

    public abstract void beginList();

    /** Whether the list has another element, which is then the next value; false, once, at the list's end. */
    public abstract boolean nextElement();

    /** Reads a text; the slice is its UTF-8, well formed. */
    public abstract void text();

    /** Reads a blob; the slice is its bytes as {@link #encoding} says. */
    public abstract void blob();

    /** How slices of blobs become bytes. */
    public abstract BlobEncoding encoding();

    /** Reads a whole number. */
    public abstract long integer();

    /** Reads a number, whole or not. */
    public abstract double real();

    public abstract boolean bool();

    /** Reads a time, in milliseconds since the epoch. */
    public abstract long timestampMillis();

    /** Reads a null if one is next, and says whether it was. */
    public abstract boolean takeNull();

    /** Checks that nothing follows the body's value. */
    public abstract void end();

    /** Passes over the next value, checking its form. */
    public final void skip() {
        switch (kind()) {
            case OBJECT -> {
                beginObject();
                while (nextMember()) {
                    skip();
                }
            }
            case LIST -> {
                beginList();
                while (nextElement()) {
                    skip();
                }
            }
            case TEXT -> text();
            case BLOB -> blob();
            case NUMBER -> number();
            case BOOLEAN -> bool();
            case NULL -> takeNull();
        }
    }

    /** Passes over a number of any form. */
    protected abstract void number();

    protected final void descend() {
        if (++depth > DEPTH_MAX) {
            throw new MalformedInput("Nested deeper than " + DEPTH_MAX + " levels");
        }
    }

    protected final void ascend() {
        depth--;
    }

    /** At least 0; at most {@link #DEPTH_MAX}. */
    protected final int depth() {
        return depth;
    }

    protected final MalformedInput cutOff() {
        return new MalformedInput("Unexpected end of input");
    }
}
