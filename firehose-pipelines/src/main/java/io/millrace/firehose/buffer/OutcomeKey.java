package io.millrace.firehose.buffer;

import io.millrace.stream.Position;
import io.millrace.stream.StreamRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An outcome's key in the log: {@code version:u8 flags:u8 way:u8 shard:i32 source:i64 sub:i32}, big endian, and, if flag 2 is set, the
 * name of the key its data is sealed with; flag 1 says that it is the record's last. Version 1 has its record as data. Version 2 has no data
 * and is never sealed: its record is the one that was put, at {@code source} of the input. Needs no key to be read.
 */
public record OutcomeKey(int sourceShard, Position source, int sub, boolean last, Outcome.Way way, boolean refersToInput, Optional<String> sealedWith) {

    private static final int VERSION = 1, REFERRING_VERSION = 2, LAST = 1, SEALED = 2, KEY_BYTES = 19;

    /** Throws {@link IllegalArgumentException} for what is none. */
    public static OutcomeKey of(StreamRecord stored) {
        ByteBuffer key = stored.keyUtf8().duplicate();
        int version = key.remaining() < KEY_BYTES ? 0 : key.get();
        if (version != VERSION && version != REFERRING_VERSION) {
            throw new IllegalArgumentException("not an outcome at " + stored.position());
        }
        int flags = key.get();
        if ((flags & ~(LAST | SEALED)) != 0) {
            throw new IllegalArgumentException("outcome with unknown flags " + flags + " at " + stored.position());
        }
        Outcome.Way way = Outcome.Way.of(key.get());
        int shard = key.getInt();
        Position source = new Position(key.getLong());
        int sub = key.getInt();
        if (shard < 0 || sub < 0 || key.hasRemaining() != ((flags & SEALED) != 0)) {
            throw new IllegalArgumentException("malformed key of an outcome at " + stored.position());
        }
        boolean refers = version == REFERRING_VERSION;
        if (refers && ((flags & SEALED) != 0 || way == Outcome.Way.NOTHING)) {
            throw new IllegalArgumentException("not an outcome that refers to the input at " + stored.position());
        }
        return new OutcomeKey(shard, source, sub, (flags & LAST) != 0, way, refers,
                (flags & SEALED) == 0 ? Optional.empty() : Optional.of(StandardCharsets.UTF_8.decode(key).toString()));
    }

    byte[] bytes() {
        byte[] name = sealedWith.orElse("").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(KEY_BYTES + name.length).put((byte) (refersToInput ? REFERRING_VERSION : VERSION))
                .put((byte) ((last ? LAST : 0) | (sealedWith.isPresent() ? SEALED : 0))).put((byte) way.ordinal())
                .putInt(sourceShard).putLong(source.value()).putInt(sub).put(name).array();
    }
}
