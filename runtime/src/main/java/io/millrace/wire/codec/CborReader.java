package io.millrace.wire.codec;

/**
 * CBOR (RFC 8949), lengths definite and indefinite. Blobs are byte strings, times are tag 1 with milliseconds since the epoch,
 * as the AWS SDKs send them; other tags are passed over. Chunks of an indefinite string are joined in place.
 */
public final class CborReader extends WireReader {

    static final int UNSIGNED = 0, NEGATIVE = 1, BYTES = 2, TEXT = 3, LIST = 4, MAP = 5, TAG = 6, SIMPLE = 7;
    static final int INDEFINITE = 31;
    static final int FALSE = 20, TRUE = 21, NULL = 22, UNDEFINED = 23, HALF = 25, FLOAT = 26, DOUBLE = 27;
    static final int BREAK = 0xFF;
    private static final int TAGS_MAX = 4;
    private static final long UNKNOWN = -1;

    /** Members or elements still to come at each depth, or {@link #UNKNOWN}. */
    private final long[] left = new long[DEPTH_MAX + 1];

    public CborReader(byte[] body, int limit) {
        super(body, limit);
    }

    @Override
    public Kind kind() {
        int head = head();
        int info = head & 0x1F;
        return switch (head >>> 5) {
            case UNSIGNED, NEGATIVE -> Kind.NUMBER;
            case BYTES -> Kind.BLOB;
            case TEXT -> Kind.TEXT;
            case LIST -> Kind.LIST;
            case MAP -> Kind.OBJECT;
            default -> switch (info) {
                case FALSE, TRUE -> Kind.BOOLEAN;
                case NULL, UNDEFINED -> Kind.NULL;
                case HALF, FLOAT, DOUBLE -> Kind.NUMBER;
                default -> throw unexpected();
            };
        };
    }

    @Override
    public void beginObject() {
        begin(Kind.OBJECT, "a structure", 2);
    }

    @Override
    public void beginList() {
        begin(Kind.LIST, "a list", 1);
    }

    private void begin(Kind wanted, String words, int bytesEach) {
        if (kind() != wanted) {
            throw kind().insteadOf(words);
        }
        long count = argument(in[at++] & 0x1F, true);
        if (count > (limit - at) / bytesEach) {
            throw cutOff();
        }
        descend();
        left[depth()] = count;
    }

    @Override
    public boolean nextMember() {
        if (!hasNext()) {
            return false;
        }
        if (kind() != Kind.TEXT) {
            throw new MalformedInput("A member's name is not a text at byte " + at);
        }
        text();
        return true;
    }

    @Override
    public boolean nextElement() {
        return hasNext();
    }

    private boolean hasNext() {
        long remaining = left[depth()];
        if (remaining == UNKNOWN) {
            if (at >= limit) {
                throw cutOff();
            }
            if ((in[at] & 0xFF) != BREAK) {
                return true;
            }
            at++;
        } else if (remaining > 0) {
            left[depth()]--;
            return true;
        }
        ascend();
        return false;
    }

    @Override
    public void text() {
        string(Kind.TEXT, "an String");
        Utf8.check(in, offset, offset + length);
    }

    @Override
    public void blob() {
        string(Kind.BLOB, "a Blob");
    }

    @Override
    public BlobEncoding encoding() {
        return BlobEncoding.RAW;
    }

    private void string(Kind wanted, String words) {
        if (kind() != wanted) {
            throw kind().insteadOf(words);
        }
        int major = (in[at] & 0xFF) >>> 5;
        long bytes = argument(in[at++] & 0x1F, true);
        if (bytes == UNKNOWN) {
            join(major);
            return;
        }
        offset = at;
        length = advance(bytes);
    }

    private void join(int major) {
        int start = at;
        int to = at;
        while (true) {
            if (at >= limit) {
                throw cutOff();
            }
            int head = in[at++] & 0xFF;
            if (head == BREAK) {
                break;
            }
            if (head >>> 5 != major) {
                throw unexpected();
            }
            long bytes = argument(head & 0x1F, false);
            int from = at;
            int chunk = advance(bytes);
            System.arraycopy(in, from, in, to, chunk);
            to += chunk;
        }
        offset = start;
        length = to - start;
    }

    private int advance(long bytes) {
        if (bytes > limit - at) {
            throw cutOff();
        }
        at += (int) bytes;
        return (int) bytes;
    }

    @Override
    public long integer() {
        if (kind() != Kind.NUMBER) {
            throw kind().insteadOf("an Integer");
        }
        int head = in[at++] & 0xFF;
        if (head >>> 5 == SIMPLE) {
            double value = floating(head & 0x1F);
            if (!(Math.abs(value) < 0x1p63)) {
                throw new MalformedInput("Number out of range");
            }
            return (long) value;
        }
        long value = argument(head & 0x1F, false);
        return head >>> 5 == UNSIGNED ? value : -1 - value;
    }

    @Override
    protected void number() {
        int head = in[at] & 0xFF;
        at++;
        if (head >>> 5 == SIMPLE) {
            floating(head & 0x1F);
        } else {
            bits(head & 0x1F);
        }
    }

    @Override
    public double real() {
        if (kind() != Kind.NUMBER) {
            throw kind().insteadOf("a Double");
        }
        int head = in[at] & 0xFF;
        if (head >>> 5 != SIMPLE) {
            return integer();
        }
        at++;
        double value = floating(head & 0x1F);
        if (!Double.isFinite(value)) {
            throw new MalformedInput("Number out of range");
        }
        return value;
    }

    private double floating(int info) {
        long bits = bits(info);
        return switch (info) {
            case HALF -> Float.float16ToFloat((short) bits);
            case FLOAT -> Float.intBitsToFloat((int) bits);
            default -> Double.longBitsToDouble(bits);
        };
    }

    @Override
    public boolean bool() {
        if (kind() != Kind.BOOLEAN) {
            throw kind().insteadOf("an Boolean");
        }
        return (in[at++] & 0x1F) == TRUE;
    }

    @Override
    public long timestampMillis() {
        if (kind() != Kind.NUMBER) {
            throw kind().insteadOf("a Timestamp");
        }
        return integer();
    }

    @Override
    public boolean takeNull() {
        if (kind() != Kind.NULL) {
            return false;
        }
        at++;
        return true;
    }

    @Override
    public void end() {
        if (at < limit) {
            throw unexpected();
        }
    }

    /** The next value's first byte, behind its tags. */
    private int head() {
        for (int tags = 0; ; tags++) {
            if (at >= limit) {
                throw cutOff();
            }
            int head = in[at] & 0xFF;
            if (head >>> 5 != TAG) {
                return head;
            }
            if (tags == TAGS_MAX) {
                throw new MalformedInput("More than " + TAGS_MAX + " tags at byte " + at);
            }
            at++;
            bits(head & 0x1F);
        }
    }

    /** A length or number that is not negative; {@link #UNKNOWN} for an indefinite length where one is allowed. */
    private long argument(int info, boolean mayBeIndefinite) {
        if (info == INDEFINITE && mayBeIndefinite) {
            return UNKNOWN;
        }
        long value = bits(info);
        if (value < 0) {
            throw new MalformedInput("Number out of range");
        }
        return value;
    }

    private long bits(int info) {
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw unexpected();
        }
        int bytes = 1 << info - 24;
        if (bytes > limit - at) {
            throw cutOff();
        }
        long value = 0;
        for (int end = at + bytes; at < end; at++) {
            value = value << 8 | in[at] & 0xFF;
        }
        return value;
    }

    private MalformedInput unexpected() {
        return new MalformedInput("Unexpected byte at " + at);
    }
}
