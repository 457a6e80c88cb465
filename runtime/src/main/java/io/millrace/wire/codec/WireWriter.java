package io.millrace.wire.codec;

import java.nio.ByteBuffer;
import java.time.Instant;

/** Writes one body from the front. Structures: {@code beginObject, (name, value)*, endObject}; lists likewise. */
public interface WireWriter {

    WireWriter beginObject();

    WireWriter endObject();

    WireWriter beginArray();

    WireWriter endArray();

    /** A member's name; its value must follow. */
    WireWriter name(String name);

    WireWriter string(String value);

    /** A string whose bytes are UTF-8 already. */
    WireWriter utf8(ByteBuffer value);

    WireWriter number(long value);

    WireWriter bool(boolean value);

    WireWriter blob(ByteBuffer value);

    /** Milliseconds since the epoch. */
    WireWriter timestamp(long epochMillis);

    /** What was written so far; not a copy. */
    Bytes written();

    default WireWriter timestamp(Instant time) {
        return timestamp(time.toEpochMilli());
    }

    default WireWriter member(String name, String value) {
        return name(name).string(value);
    }

    default WireWriter member(String name, long value) {
        return name(name).number(value);
    }

    default WireWriter member(String name, boolean value) {
        return name(name).bool(value);
    }
}
