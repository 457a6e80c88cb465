package io.millrace.wire.codec;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Pulls one body apart from the front. Every value is read exactly once, by the method of its type or by {@link #skip};
 * a null value is read by {@link #nullNext}, which consumes it. All methods fail with {@link MalformedBody}.
 */
public interface WireReader {

    /** Deepest nesting that is read. */
    int DEPTH_MAX = 64;

    /** Enters a structure or map; then {@link #nextName} until it gives null. */
    void beginObject();

    /** The next member's name, whose value must be read next, or null behind the last, which leaves the object. */
    String nextName();

    /** Enters a list; then {@link #nextElement} before each value until it gives false, which leaves the list. */
    void beginArray();

    boolean nextElement();

    /** Whether the next value is null; if so it is consumed. */
    boolean nullNext();

    String string();

    /** A string's UTF-8 bytes, checked to be UTF-8. */
    Bytes utf8();

    BigDecimal number();

    boolean bool();

    Blob blob();

    /** Epoch seconds with a fraction in JSON, tag 1 with epoch milliseconds in CBOR. */
    Instant timestamp();

    /** Passes over one value of any type. */
    void skip();

    /** Checks that nothing follows. */
    void end();
}
