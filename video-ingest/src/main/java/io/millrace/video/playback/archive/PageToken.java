package io.millrace.video.playback.archive;

import io.millrace.stream.StreamId;
import io.millrace.video.fragment.FragmentNumber;
import io.millrace.video.fragment.FragmentRange;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a listing goes on.
 *
 * @param after the last fragment of the page before
 */
record PageToken(StreamId stream, FragmentRange range, FragmentNumber after) {

    private static final byte VERSION = 1;
    private static final int BYTES = 2 + 4 * Long.BYTES;

    /** In the alphabet that the model allows. */
    String text() {
        return Base64.getEncoder().encodeToString(ByteBuffer.allocate(BYTES).put(VERSION).put((byte) range.clock().ordinal())
                .putLong(stream.value()).putLong(range.fromMillis()).putLong(range.toMillis()).putLong(after.value()).array());
    }

    /** What {@link #text} gave; empty for any other text. */
    static Optional<PageToken> read(String text) {
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            if (in.remaining() != BYTES || in.get() != VERSION) {
                return Optional.empty();
            }
            FragmentRange.Clock clock = FragmentRange.Clock.values()[in.get()];
            StreamId stream = new StreamId(in.getLong());
            return Optional.of(new PageToken(stream, new FragmentRange(clock, in.getLong(), in.getLong()), new FragmentNumber(in.getLong())));
        } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
            return Optional.empty();
        }
    }
}
