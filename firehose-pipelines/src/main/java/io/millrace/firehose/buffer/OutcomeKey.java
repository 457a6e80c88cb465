package io.millrace.firehose.buffer;

import io.millrace.stream.Position;
import io.millrace.stream.StreamRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An outcome's key in the log: {@code version:u8=1 flags:u8 way:u8 shard:i32 source:i64 sub:i32}, big endian, and, if flag 2 is set, the
 * name of the key its data is sealed with; flag 1 says that it is the record's last. Needs no key to be read.
 */
public record OutcomeKey(int sourceShard, Position source, int sub, boolean last, Outcome.Way way, Optional<String> sealedWith) {

    private static final int VERSION = 1, LAST = 1, SEALED = 2, KEY_BYTES = 19;

    /** Throws {@link IllegalArgumentException} for what is none. */
    public static OutcomeKey of(StreamRecord stored) {
        ByteBuffer key = stored.keyUtf8().duplicate();
        if (key.remaining() < KEY_BYTES || key.get() != VERSION) {
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
        return new OutcomeKey(shard, source, sub, (flags & LAST) != 0, way,
                (flags & SEALED) == 0 ? Optional.empty() : Optional.of(StandardCharsets.UTF_8.decode(key).toString()));
    }

    byte[] bytes() {
        byte[] name = sealedWith.orElse("").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(KEY_BYTES + name.length).put((byte) VERSION)
                .put((byte) ((last ? LAST : 0) | (sealedWith.isPresent() ? SEALED : 0))).put((byte) way.ordinal())
                .putInt(sourceShard).putLong(source.value()).putInt(sub).put(name).array();
    }
}
